"""I14-12: among those who answered; the number of people asked is shown next to it."""

from pacte.indicators.records.after_training import employment_indicator

INDICATOR = employment_indicator(
    code="in_job_12_months",
    number="I14-12",
    label="En emploi à 12 mois",
    question="Quelle part des sortants est en emploi 12 mois après ?",
    months=12,
    column="in_job",
    numerator_label="sortants en emploi à cette date",
    of_three=1,
)
