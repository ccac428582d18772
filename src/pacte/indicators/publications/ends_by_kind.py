"""Ends of journeys by kind and department: one partition that adds up to the total."""

from pacte.indicators.records.publication import PublicTable

PUBLICATION = PublicTable(
    code="ends_by_kind",
    title="Fins de parcours par département",
    question="Comment finissent les parcours en formation ?",
    indicator="ended_journeys",
    by=("zone", "end"),
    labels=("Département de la session", "Fin"),
    unit_names=("parcours terminé", "parcours terminés"),
    reading="Parcours dont le terme prévu est passé, dans l’année de leur entrée. Sans fin enregistrée, elle est"
    " inconnue.",
)
