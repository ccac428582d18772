"""I43: people who start another stage within six months, over people with a stage that ended."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit

INDICATOR = Indicator(
    code="chained_paths",
    number="I43",
    label="Parcours enchaînés",
    question="Quelle part des personnes enchaîne deux étapes de formation ?",
    unit=Unit.PERCENT,
    entity="personne",
    numerator=Measure(
        "follow_ons",
        (
            "count(distinct person) filter (where happened_on + interval 6 month <= :on and next_on <= "
            "happened_on + interval 6 month)"
        ),
    ),
    denominator=Measure("follow_ons", "count(distinct person) filter (where happened_on + interval 6 month <= :on)"),
    numerator_label="personnes qui entrent dans une autre étape dans les six mois",
    denominator_label="personnes dont une étape a fini il y a six mois ou plus",
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours",
    owner="observatoire régional",
    examples=(
        IndicatorExample(
            {
                "ends": [
                    {"journey": 1, "person": 1, "nature": "remobilisation", "happened_on": date(2021, 3, 31)},
                    {"journey": 2, "person": 2, "nature": "prequalifying", "happened_on": date(2021, 3, 31)},
                    {"journey": 3, "person": 3, "nature": "certifying", "happened_on": date(2021, 3, 31)},
                ],
                "entries": [
                    {"journey": 4, "person": 1, "happened_on": date(2021, 9, 1), "certifying": True},
                    {"journey": 5, "person": 2, "happened_on": date(2022, 9, 1)},
                ],
            },
            1,
            3,
        ),
    ),
)
