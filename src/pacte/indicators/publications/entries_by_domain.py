"""What people train for. Without any other dimension: it shares the whole alone with other tables."""

from pacte.indicators.records.publication import PublicTable

PUBLICATION = PublicTable(
    code="entries_by_domain",
    title="Entrées en formation par domaine",
    question="Dans quels domaines sont-ils entrés en formation ?",
    indicator="entries_by_residence",
    by=("domain",),
    labels=("Domaine (Formacode)",),
)
