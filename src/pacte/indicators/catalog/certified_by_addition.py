"""I11a-a: people certified after a part of the same certification in an earlier journey (action 4)."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

INDICATOR = Indicator(
    code="certified_by_addition",
    number="I11a-a",
    label="Personnes certifiées par addition de parcours",
    question="Combien de personnes obtiennent une certification commencée dans un parcours précédent ?",
    unit=Unit.PEOPLE,
    entity="personne",
    numerator=Measure("certified", "count(distinct person) filter (where part_on is not null)"),
    numerator_label="personnes certifiées, dont un bloc ou une partie de la certification date d’un autre parcours",
    side_measures={
        "personnes certifiées en un seul parcours": Measure(
            "certified", "count(distinct person) filter (where part_on is null)"
        ),
    },
    subsets=(Subset.PEOPLE,),
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours ; certification que dit la fiche de la formation",
    owner="observatoire régional",
    note="Une formation dont la fiche ne dit pas sa certification ne s’additionne à aucune autre.",
    examples=(
        IndicatorExample(
            {
                "results": [
                    {"journey": 1, "person": 1, "kind": "block_certified", "certification": "RNCP1",
                     "happened_on": date(2021, 3, 1)},
                    {"journey": 2, "person": 1, "kind": "certified", "certification": "RNCP1",
                     "happened_on": date(2022, 3, 1)},
                    {"journey": 3, "person": 2, "kind": "block_certified", "certification": "RNCP2",
                     "happened_on": date(2021, 3, 1)},
                    {"journey": 4, "person": 2, "kind": "certified", "certification": "RNCP1",
                     "happened_on": date(2022, 3, 1)},
                    {"journey": 5, "person": 3, "kind": "block_certified", "certification": "RNCP1",
                     "happened_on": date(2022, 2, 1)},
                    {"journey": 5, "person": 3, "kind": "certified", "certification": "RNCP1",
                     "happened_on": date(2022, 3, 1)},
                    {"journey": 6, "person": 4, "kind": "block_certified", "happened_on": date(2021, 3, 1)},
                    {"journey": 7, "person": 4, "kind": "certified", "happened_on": date(2022, 3, 1)},
                ],
            },
            1,
        ),
    ),
)  # fmt: skip
