"""I9a-se: gap of I9a-s, in points, to the journeys that follow none (action 4)."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Subset, TimeRule, Unit
from pacte.indicators.records.share_gap import share_gap_sql

_OVER = "planned_end_on < :on"
_OURS, _OTHERS = f"follows is not null and {_OVER}", f"follows is null and {_OVER}"
_EARLY = "coalesce(outcome, '') in ('to_job', 'to_training', 'dropout')"

INDICATOR = Indicator(
    code="early_exits_gap_of_resumed_journeys",
    number="I9a-se",
    label="Sorties anticipées : écart des parcours qui en suivent un autre",
    question="De combien de points les sorties anticipées diffèrent-elles des autres parcours ?",
    unit=Unit.POINTS,
    entity="parcours dont le terme prévu est passé",
    numerator=Measure("cohort", share_gap_sql(_OURS, _OTHERS, _EARLY)),
    numerator_label="points : la part des uns moins la part des autres",
    side_measures={
        "parcours qui en suivent un autre, sorties anticipées": Measure(
            "cohort", f"count(*) filter (where {_OURS} and {_EARLY})"
        ),
        "parcours qui en suivent un autre, autres fins": Measure(
            "cohort", f"count(*) filter (where {_OURS} and not ({_EARLY}))"
        ),
        "autres parcours, sorties anticipées": Measure("cohort", f"count(*) filter (where {_OTHERS} and {_EARLY})"),
        "autres parcours, autres fins": Measure("cohort", f"count(*) filter (where {_OTHERS} and not ({_EARLY}))"),
    },
    subsets=(Subset.OVER, Subset.PEOPLE),
    ends=("to_job", "to_training", "dropout"),
    time=TimeRule.COHORT,
    direction=Direction.FALLING,
    source="étapes des parcours",
    owner="observatoire régional",
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"journey": 1, "follows": 90, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 2, "follows": 90, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 3, "follows": 90, "planned_end_on": date(2023, 6, 30)},
                    {"journey": 4, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 5, "planned_end_on": date(2021, 6, 30)},
                ],
                "ends": [
                    {"journey": 1, "end_kind": "dropout", "happened_on": date(2021, 5, 1)},
                    {"journey": 2, "end_kind": "to_term", "happened_on": date(2021, 6, 30)},
                    {"journey": 4, "end_kind": "dropout", "happened_on": date(2021, 5, 1)},
                    {"journey": 5, "end_kind": "dropout", "happened_on": date(2021, 5, 1)},
                ],
            },
            -50,
        ),
    ),
)
