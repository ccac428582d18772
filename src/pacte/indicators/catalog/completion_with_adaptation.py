"""I10-rqth: completion of people whose disability was noted."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TimeRule, Unit

INDICATOR = Indicator(
    code="completion_with_adaptation",
    number="I10-rqth",
    label="Parcours menés à leur terme, personnes en situation de handicap",
    question="Quelle part des parcours de personnes en situation de handicap va au terme ?",
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
    subsets=(Subset.OVER, Subset.PEOPLE),
    ends=("to_term", "goal_reached"),
    time=TimeRule.COHORT,
    source="situations protégées, notées avec l’accord de la personne",
    owner="observatoire régional",
    is_public=False,
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
