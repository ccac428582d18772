"""I14-6: among those who answered; the number of people asked is shown next to it."""

from pacte.indicators.records.after_training import employment_indicator

INDICATOR = employment_indicator(
    code="in_job_6_months",
    number="I14-6",
    label="En emploi à 6 mois",
    question="Quelle part des sortants est en emploi 6 mois après ?",
    months=6,
    column="in_job",
    numerator_label="sortants en emploi à cette date",
    of_three=1,
)
