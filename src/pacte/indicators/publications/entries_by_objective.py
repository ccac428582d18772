"""Entries by objective and age. Without territory: the two tables share no margin but the total."""

from pacte.indicators.records.publication import PublicTable

PUBLICATION = PublicTable(
    code="entries_by_objective",
    title="Entrées en formation par objectif et âge",
    question="Pour quoi sont-ils entrés en formation, et à quel âge ?",
    indicator="entries_by_residence",
    by=("objective", "age"),
    labels=("Objectif de la formation", "Âge"),
)
