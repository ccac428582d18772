"""I13-6: among those who answered; the number of people asked is shown next to it."""

from pacte.indicators.records.after_training import employment_indicator

INDICATOR = employment_indicator(
    code="access_to_job_6_months",
    number="I13-6",
    label="Accès à un emploi dans les 6 mois",
    question="Quelle part des sortants a eu un emploi d’au moins un mois dans les 6 mois ?",
    months=6,
    column="had_job",
    numerator_label="sortants qui ont eu un emploi d’au moins un mois à un moment quelconque",
    of_three=2,
)
