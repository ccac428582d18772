"""I13-12: among those who answered; the number of people asked is shown next to it."""

from pacte.indicators.records.after_training import employment_indicator

INDICATOR = employment_indicator(
    code="access_to_job_12_months",
    number="I13-12",
    label="Accès à un emploi dans les 12 mois",
    question="Quelle part des sortants a eu un emploi d’au moins un mois dans les 12 mois ?",
    months=12,
    column="had_job",
    numerator_label="sortants qui ont eu un emploi d’au moins un mois à un moment quelconque",
    of_three=2,
)
