"""I10-rqth-e: gap of I10-rqth, in points, to the people whose disability nobody noted."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TimeRule, Unit
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.share_gap import share_gap_sql

_OVER = "planned_end_on < :on"
_OURS, _OTHERS = f"rqth and {_OVER}", f"rqth is null and {_OVER}"
_KEPT = "coalesce(outcome, '') in ('to_term', 'goal_reached')"

INDICATOR = Indicator(
    code="rqth_completion_gap",
    number="I10-rqth-e",
    label="Parcours menés à leur terme : écart des personnes dont la RQTH est notée",
    question="De combien de points le terme diffère-t-il entre les personnes dont la RQTH est notée et les autres ?",
    unit=Unit.POINTS,
    entity="parcours dont le terme prévu est passé",
    numerator=Measure("cohort", share_gap_sql(_OURS, _OTHERS, _KEPT)),
    numerator_label="points : la part des uns moins la part des autres",
    side_measures={
        "RQTH notée, allés au terme": Measure("cohort", f"count(*) filter (where {_OURS} and {_KEPT})"),
        "RQTH notée, autres fins": Measure("cohort", f"count(*) filter (where {_OURS} and not ({_KEPT}))"),
        "RQTH non notée, allés au terme": Measure("cohort", f"count(*) filter (where {_OTHERS} and {_KEPT})"),
        "RQTH non notée, autres fins": Measure("cohort", f"count(*) filter (where {_OTHERS} and not ({_KEPT}))"),
    },
    subsets=(Subset.OVER, Subset.PEOPLE),
    ends=("to_term", "goal_reached"),
    time=TimeRule.COHORT,
    source="situations protégées, notées avec l’accord de la personne",
    owner="observatoire régional",
    is_public=False,
    grade=EvidenceGrade.CONTEXT,
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"journey": 1, "rqth": True, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 2, "rqth": True, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 3, "rqth": True, "planned_end_on": date(2023, 6, 30)},
                    {"journey": 4, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 5, "planned_end_on": date(2021, 6, 30)},
                ],
                "ends": [
                    {"journey": 1, "end_kind": "to_term", "happened_on": date(2021, 5, 1)},
                    {"journey": 2, "end_kind": "dropout", "happened_on": date(2021, 6, 30)},
                    {"journey": 4, "end_kind": "to_term", "happened_on": date(2021, 5, 1)},
                    {"journey": 5, "end_kind": "to_term", "happened_on": date(2021, 5, 1)},
                ],
            },
            -50,
        ),
    ),
)
