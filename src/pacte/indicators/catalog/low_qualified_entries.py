"""I18-n: the count shown next to the share."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

INDICATOR = Indicator(
    code="low_qualified_entries",
    number="I18-n",
    label="Entrées de personnes peu qualifiées",
    question="Combien d’entrées de personnes qui n’ont pas le niveau bac ?",
    unit=Unit.ENTRIES,
    entity="entrée",
    numerator=Measure("entries", "count(*) filter (where diploma < 4)"),
    numerator_label="entrées de personnes dont le plus haut diplôme obtenu est en dessous du niveau 4",
    side_measures={
        "niveau non connu": Measure("entries", "count(*) filter (where diploma is null)"),
    },
    subsets=(Subset.PEOPLE,),
    public="low_qualified",
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours, situation à l’entrée",
    owner="observatoire régional",
    delay_months=4,
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"diploma": 3},
                    {"diploma": 4},
                    {"diploma": None},
                ],
            },
            1,
        ),
    ),
)
