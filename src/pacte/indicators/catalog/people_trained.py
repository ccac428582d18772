"""I2: distinct people, recomputed at each level and never added up."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, Unit

INDICATOR = Indicator(
    code="people_trained",
    number="I2",
    label="Personnes formées",
    question="Combien de personnes différentes sont entrées en formation ?",
    unit=Unit.PEOPLE,
    entity="personne, sans double compte",
    numerator=Measure("entries", "count(distinct person)"),
    numerator_label="personnes qui ont au moins une entrée",
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours",
    owner="observatoire régional",
    delay_months=4,
    note="Recomptées à chaque territoire et à chaque période : la somme des départements dépasse la région.",
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"person": 7},
                    {"person": 7},
                    {"person": 8},
                ],
            },
            2,
        ),
    ),
)
