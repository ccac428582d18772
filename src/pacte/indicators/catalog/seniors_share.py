"""I19-55: share of an audience, among entries whose situation is known."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

INDICATOR = Indicator(
    code="seniors_share",
    number="I19-55",
    label="Part des entrées de 55 ans et plus",
    question="Quelle part des entrées va à des personnes de 55 ans et plus ?",
    unit=Unit.PERCENT,
    entity="entrée",
    numerator=Measure("entries", "count(*) filter (where age >= 55)"),
    denominator=Measure("entries", "count(age)"),
    numerator_label="entrées de 55 ans et plus",
    denominator_label="entrées dont la situation est connue",
    expected=Measure("entries", "count(*)"),
    subsets=(Subset.PEOPLE,),
    public="55_plus",
    territory=TerritoryRule.RESIDENCE,
    direction=Direction.NEITHER,
    source="étapes des parcours, situation à l’entrée",
    owner="observatoire régional",
    delay_months=4,
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"age": 57},
                    {"age": 40},
                    {"age": None},
                ],
            },
            1,
            2,
        ),
    ),
)
