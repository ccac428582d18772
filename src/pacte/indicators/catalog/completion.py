"""I10: read from the partition of I9."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TimeRule, Unit

INDICATOR = Indicator(
    code="completion",
    number="I10",
    label="Parcours menés à leur terme",
    question="Quelle part des parcours va au terme, ou atteint son objectif avant ?",
    unit=Unit.PERCENT,
    entity="parcours dont le terme prévu est passé",
    numerator=Measure(
        "cohort",
        "count(*) filter (where planned_end_on < :on and outcome in ('to_term', 'goal_reached'))",
    ),
    denominator=Measure("cohort", "count(*) filter (where planned_end_on < :on)"),
    numerator_label="parcours allés au terme, ou objectif atteint avant le terme",
    denominator_label="parcours dont le terme prévu est passé, fins inconnues comprises",
    waiting=Measure("cohort", "count(*) filter (where not (planned_end_on < :on))"),
    side_measures={
        "fins inconnues": Measure(
            "cohort",
            "count(*) filter (where planned_end_on < :on and coalesce(outcome, 'unknown') = 'unknown')",
        ),
    },
    subsets=(Subset.OVER, Subset.PEOPLE),
    ends=("to_term", "goal_reached", "unknown"),
    time=TimeRule.COHORT,
    source="étapes des parcours",
    owner="observatoire régional",
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"journey": 1, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 2, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 3, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 4, "planned_end_on": date(2021, 6, 30)},
                ],
                "ends": [
                    {"journey": 1, "end_kind": "to_term", "happened_on": date(2021, 5, 1)},
                    {"journey": 2, "end_kind": "goal_reached", "happened_on": date(2021, 5, 1)},
                    {"journey": 3, "end_kind": "exclusion", "happened_on": date(2021, 5, 1)},
                ],
            },
            2,
            4,
        ),
    ),
)
