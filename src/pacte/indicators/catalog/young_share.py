"""I19-26: share of an audience, among entries whose situation is known."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

INDICATOR = Indicator(
    code="young_share",
    number="I19-26",
    label="Part des entrées de moins de 26 ans",
    question="Quelle part des entrées va à des jeunes de moins de 26 ans ?",
    unit=Unit.PERCENT,
    entity="entrée",
    numerator=Measure("entries", "count(*) filter (where age < 26)"),
    denominator=Measure("entries", "count(age)"),
    numerator_label="entrées de moins de 26 ans",
    denominator_label="entrées dont la situation est connue",
    expected=Measure("entries", "count(*)"),
    subsets=(Subset.PEOPLE,),
    public="under_26",
    territory=TerritoryRule.RESIDENCE,
    direction=Direction.NEITHER,
    source="étapes des parcours, situation à l’entrée",
    owner="observatoire régional",
    delay_months=4,
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"age": 19},
                    {"age": 40},
                    {"age": None},
                ],
            },
            1,
            2,
        ),
    ),
)
