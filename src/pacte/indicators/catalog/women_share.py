"""I19-f: share of an audience, among entries whose situation is known."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

INDICATOR = Indicator(
    code="women_share",
    number="I19-f",
    label="Part des entrées de femmes",
    question="Quelle part des entrées va à des femmes ?",
    unit=Unit.PERCENT,
    entity="entrée",
    numerator=Measure("entries", "count(*) filter (where sex = 'f')"),
    denominator=Measure("entries", "count(case when sex in ('f', 'm', 'x') then 1 end)"),
    numerator_label="entrées de femmes",
    denominator_label="entrées dont la situation est connue",
    expected=Measure("entries", "count(*)"),
    subsets=(Subset.PEOPLE,),
    public="women",
    territory=TerritoryRule.RESIDENCE,
    direction=Direction.NEITHER,
    source="étapes des parcours, situation à l’entrée",
    owner="observatoire régional",
    delay_months=4,
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"sex": "f"},
                    {"sex": "m"},
                    {"sex": ""},
                ],
            },
            1,
            2,
        ),
    ),
)
