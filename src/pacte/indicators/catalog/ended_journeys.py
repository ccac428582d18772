"""I9: ends of journeys, one partition whose shares add up to 100 %. Split it by end."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Subset, TimeRule, Unit

INDICATOR = Indicator(
    code="ended_journeys",
    number="I9",
    label="Parcours terminés, selon leur fin",
    question="Comment finissent les parcours en formation ?",
    unit=Unit.PERCENT,
    entity="parcours dont le terme prévu est passé",
    numerator=Measure("cohort", "count(*) filter (where planned_end_on < :on)"),
    denominator=Measure("cohort", "count(*) filter (where planned_end_on < :on)"),
    numerator_label="parcours de cette fin",
    denominator_label="parcours dont le terme prévu est passé",
    waiting=Measure("cohort", "count(*) filter (where not (planned_end_on < :on))"),
    subsets=(Subset.OVER,),
    time=TimeRule.COHORT,
    direction=Direction.NEITHER,
    source="étapes des parcours",
    owner="observatoire régional",
    is_share_of_total=True,
    note="À ventiler par « end ». Sans fin enregistrée, le terme passé, la fin est « inconnue ».",
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
                ],
            },
            4,
            4,
        ),
        IndicatorExample(
            {
                "entries": [
                    {"journey": 1, "planned_end_on": date(2023, 6, 30)},
                ],
            },
            0,
            0,
        ),
    ),
)
