"""People in a job six months after training, among those who answered."""

from pacte.indicators.records.publication import SHARE_PART, PublicTable

PUBLICATION = PublicTable(
    code="job_at_6_months_by_department",
    title="Emploi six mois après la formation, par département",
    question="Combien de personnes sont en emploi six mois après leur formation ?",
    indicator="in_job_6_months",
    by=("zone", SHARE_PART),
    labels=("Département", "Situation"),
    unit_names=("personne qui a répondu", "personnes qui ont répondu"),
    reading="Sortants de formation de l’année, au lieu de résidence, qui ont répondu à l’enquête à six mois.",
    parts=("en emploi", "sans emploi"),
    of_journeys="in_job",
    horizon=6,
)
