"""I23-f: barriers of housing, health and family lifted before the person enters a training (action 23)."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.grades import ProofScope

_OURS = "theme in ('housing', 'health', 'family')"
# A barrier that remains six months after it was noted was not lifted in time.
_DUE = f"{_OURS} and (solved_on is not null or came_on is not null or happened_on + interval 6 month < :on)"

INDICATOR = Indicator(
    code="barriers_lifted_before_entry",
    number="I23-f",
    label="Freins de logement, de santé et de famille levés avant l’entrée",
    question="Les freins repérés sont-ils levés avant l’entrée en formation ?",
    unit=Unit.PERCENT,
    entity="frein repéré (logement, santé, famille et garde d’enfants), une fois par personne et par jour",
    numerator=Measure(
        "barriers", f"count(*) filter (where {_DUE} and solved_on is not null and solved_on <= coalesce(came_on, :on))"
    ),
    denominator=Measure("barriers", f"count(*) filter (where {_DUE})"),
    numerator_label="freins levés avant l’entrée, ou sans entrée encore",
    denominator_label="freins levés, ou suivis d’une entrée, ou repérés depuis plus de six mois",
    waiting=Measure("barriers", f"count(*) filter (where {_OURS} and not ({_DUE}))"),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours : freins repérés et levés, notés par le conseiller",
    owner="réseaux d’accompagnement",
    is_public=False,
    note="Un frein que personne n’a noté n’est pas un frein absent.",
    scope=ProofScope.TERRITORY,
    examples=(
        IndicatorExample(
            {
                "approaches": [
                    {"row": 1, "person": 1, "kind": "barrier_noted", "theme": "housing",
                     "happened_on": date(2021, 1, 4)},
                    {"row": 2, "person": 1, "kind": "barrier_solved", "theme": "housing",
                     "happened_on": date(2021, 2, 1)},
                    {"row": 3, "person": 2, "kind": "barrier_noted", "theme": "family",
                     "happened_on": date(2021, 1, 4)},
                    {"row": 4, "person": 2, "kind": "barrier_solved", "theme": "family",
                     "happened_on": date(2021, 6, 1)},
                    {"row": 5, "person": 3, "kind": "barrier_noted", "theme": "mobility",
                     "happened_on": date(2021, 1, 4)},
                ],
                "entries": [
                    {"person": 1, "happened_on": date(2021, 3, 1)},
                    {"person": 2, "happened_on": date(2021, 3, 1)},
                ],
            },
            1,
            2,
        ),
    ),
)  # fmt: skip
