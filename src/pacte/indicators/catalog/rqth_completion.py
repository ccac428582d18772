"""I10-rqth: completion of people whose disability was noted, whatever was or was not adapted for them."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TimeRule, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="rqth_completion",
    number="I10-rqth",
    label="Parcours menés à leur terme, RQTH notée",
    question="Quelle part des parcours de personnes dont la RQTH est notée va au terme ?",
    unit=Unit.PERCENT,
    entity="parcours dont le terme prévu est passé, RQTH notée",
    numerator=Measure(
        "cohort",
        "count(*) filter (where planned_end_on < :on and rqth and outcome in ('to_term', 'goal_reached'))",
    ),
    denominator=Measure("cohort", "count(*) filter (where planned_end_on < :on and rqth)"),
    numerator_label="parcours allés au terme, ou objectif atteint avant",
    denominator_label="parcours dont le terme est passé, de personnes dont la RQTH est notée",
    waiting=Measure("cohort", "count(*) filter (where rqth and not (planned_end_on < :on))"),
    side_measures={
        "parcours des autres, allés au terme": Measure(
            "cohort",
            "count(*) filter (where planned_end_on < :on and rqth is null and outcome in ('to_term', 'goal_reached'))",
        ),
        "parcours des autres, autres fins": Measure(
            "cohort",
            "count(*) filter (where planned_end_on < :on and rqth is null"
            " and coalesce(outcome, '') not in ('to_term', 'goal_reached'))",
        ),
    },
    subsets=(Subset.OVER, Subset.PEOPLE),
    ends=("to_term", "goal_reached"),
    time=TimeRule.COHORT,
    source="situations protégées, notées avec l’accord de la personne",
    owner="observatoire régional",
    is_public=False,
    note="Ne dit rien de la ressource handicap ni d’un aménagement : personne ne les note encore.",
    grade=EvidenceGrade.CONTEXT,
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"journey": 1, "planned_end_on": date(2021, 6, 30), "rqth": True},
                    {"journey": 2, "planned_end_on": date(2021, 6, 30)},
                ],
                "ends": [
                    {"journey": 1, "end_kind": "to_term", "happened_on": date(2021, 5, 1)},
                    {"journey": 2, "end_kind": "to_term", "happened_on": date(2021, 5, 1)},
                ],
            },
            1,
            1,
        ),
    ),
)
