"""I43-j: days between the end of a stage and the entry into the next one."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, TerritoryRule, Unit

INDICATOR = Indicator(
    code="days_between_steps",
    number="I43-j",
    label="Attente entre deux étapes d’un parcours, médiane",
    question="Combien de jours passent entre une étape et la suivante ?",
    unit=Unit.DAYS,
    entity="étape finie, suivie d’une autre",
    numerator=Measure("follow_ons", "median(date_diff('day', happened_on, next_on))"),
    numerator_label="jours",
    side_measures={"étapes suivies d’une autre": Measure("follow_ons", "count(next_on)")},
    territory=TerritoryRule.RESIDENCE,
    direction=Direction.FALLING,
    source="étapes des parcours",
    owner="observatoire régional",
    note="Seules comptent les personnes qui ont trouvé une suite.",
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
            336.5,
        ),
    ),
)
