"""I18: entries of people whose highest diploma is below level 4; unknown levels are shown next to it."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

INDICATOR = Indicator(
    code="low_qualified_share",
    number="I18",
    label="Part des entrées de personnes peu qualifiées",
    question="Quelle part des entrées va à des personnes qui n’ont pas le niveau bac ?",
    unit=Unit.PERCENT,
    entity="entrée",
    numerator=Measure("entries", "count(*) filter (where diploma < 4)"),
    denominator=Measure("entries", "count(diploma)"),
    numerator_label="entrées de personnes dont le plus haut diplôme obtenu est en dessous du niveau 4",
    denominator_label="entrées de niveau connu",
    expected=Measure("entries", "count(*)"),
    side_measures={"niveau non connu": Measure("entries", "count(*) filter (where diploma is null)")},
    subsets=(Subset.PEOPLE,),
    public="low_qualified",
    territory=TerritoryRule.RESIDENCE,
    direction=Direction.RISING,
    source="étapes des parcours, situation à l’entrée",
    owner="observatoire régional",
    delay_months=4,
    note="Diplôme obtenu, et non niveau de la dernière classe suivie.",
    examples=(
        IndicatorExample(
            {"entries": [{"diploma": 3}, {"diploma": 4}, {"diploma": 1}, {"diploma": 5}, {"diploma": None}]}, 2, 4
        ),
        IndicatorExample({"entries": [{"diploma": None}]}, 0, 0),
    ),
)
