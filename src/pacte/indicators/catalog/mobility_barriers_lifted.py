"""I23-m: barriers of mobility that were noted and lifted, with or without the help of any service."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.grades import EvidenceGrade

# A barrier that remains three months after it was noted counts as not lifted.
_DUE = "theme = 'mobility' and (solved_on is not null or happened_on + interval 3 month < :on)"

INDICATOR = Indicator(
    code="mobility_barriers_lifted",
    number="I23-m",
    label="Freins de mobilité levés",
    question="Quelle part des freins de mobilité repérés est levée ?",
    unit=Unit.PERCENT,
    entity="frein de mobilité repéré, une fois par personne et par jour",
    numerator=Measure("barriers", f"count(*) filter (where {_DUE} and solved_on is not null)"),
    denominator=Measure("barriers", f"count(*) filter (where {_DUE})"),
    numerator_label="freins de mobilité levés",
    denominator_label="freins de mobilité levés, ou repérés depuis plus de trois mois",
    waiting=Measure("barriers", f"count(*) filter (where theme = 'mobility' and not ({_DUE}))"),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours : freins repérés et levés, notés par le conseiller",
    owner="réseaux d’accompagnement",
    is_public=False,
    note="Dit ce que le conseiller a noté, non ce qu’un service a répondu.",
    grade=EvidenceGrade.CONTEXT,
    examples=(
        IndicatorExample(
            {
                "approaches": [
                    {"row": 1, "person": 1, "kind": "barrier_noted", "theme": "mobility",
                     "happened_on": date(2021, 1, 4)},
                    {"row": 2, "person": 1, "kind": "barrier_solved", "theme": "mobility",
                     "happened_on": date(2021, 2, 1)},
                    {"row": 3, "person": 2, "kind": "barrier_noted", "theme": "mobility",
                     "happened_on": date(2021, 1, 4)},
                    {"row": 4, "person": 3, "kind": "barrier_noted", "theme": "housing",
                     "happened_on": date(2021, 1, 4)},
                ],
            },
            1,
            2,
        ),
    ),
)  # fmt: skip
