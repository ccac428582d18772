"""Entries into training by department."""

from pacte.indicators.records.publication import PublicTable

PUBLICATION = PublicTable(
    code="entries_by_department",
    title="Entrées en formation par département, niveau et sexe",
    question="Combien d’habitants de chaque département sont entrés en formation ?",
    indicator="entries_by_residence",
    by=("zone", "level", "sex"),
    labels=("Département", "Niveau de diplôme", "Sexe"),
)
