"""I22-90: days between the referral that led to the entry, and the entry."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, TerritoryRule, Unit

INDICATOR = Indicator(
    code="referral_to_entry_days_p90",
    number="I22-90",
    label="Attente entre la proposition et l’entrée, 9 sur 10",
    question="En combien de jours 9 personnes sur 10 sont-elles entrées ?",
    unit=Unit.DAYS,
    entity="entrée qui suit une proposition",
    numerator=Measure(
        "referred", "percentile_disc(0.9) within group (order by date_diff('day', referred_on, happened_on))"
    ),
    numerator_label="jours",
    side_measures={"entrées qui suivent une proposition": Measure("referred", "count(referred_on)")},
    territory=TerritoryRule.RESIDENCE,
    direction=Direction.FALLING,
    source="étapes des parcours",
    owner="observatoire régional",
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"journey": 1, "happened_on": date(2021, 3, 31)},
                    {"journey": 2, "happened_on": date(2021, 3, 31)},
                ],
                "approaches": [
                    {"journey": 1, "kind": "proposed", "happened_on": date(2021, 3, 1)},
                    {"journey": 2, "kind": "proposed", "happened_on": date(2021, 3, 1)},
                ],
            },
            30,
        ),
    ),
)
