"""I17b: people who continue after a preparation, once the twelve months are over."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit

INDICATOR = Indicator(
    code="further_certifying_training",
    number="I17b",
    label="Suite certifiante après une préparation",
    question="Quelle part des sortants d’une préparation entre dans une formation certifiante en 12 mois ?",
    unit=Unit.PERCENT,
    entity="sortant d’une préparation",
    numerator=Measure(
        "follow_ons",
        (
            "count(*) filter (where nature in ('remobilisation', 'prequalifying') and happened_on + interval "
            "12 month <= :on and next_certifying_on <= happened_on + interval 12 month)"
        ),
    ),
    denominator=Measure(
        "follow_ons",
        (
            "count(*) filter (where nature in ('remobilisation', 'prequalifying') and happened_on + interval "
            "12 month <= :on)"
        ),
    ),
    numerator_label="sortants avec une entrée en session certifiante dans les douze mois",
    denominator_label="sortants d’une préparation, il y a douze mois ou plus",
    waiting=Measure(
        "follow_ons",
        (
            "count(*) filter (where nature in ('remobilisation', 'prequalifying') and not (happened_on + "
            "interval 12 month <= :on))"
        ),
    ),
    subsets=(Subset.OBJECTIVE, Subset.JURY),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours",
    owner="observatoire régional",
    delay_months=4,
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
            2,
        ),
    ),
)
