"""Entries by training domain. No other dimension: it shares only the total with other tables."""

from pacte.indicators.records.publication import PublicTable

PUBLICATION = PublicTable(
    code="entries_by_domain",
    title="Entrées en formation par domaine",
    question="Dans quels domaines sont-ils entrés en formation ?",
    indicator="entries_by_residence",
    by=("domain",),
    labels=("Domaine (Formacode)",),
)
