"""I12: certification in three forms, and in part; due sixty days after the end of the session."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TimeRule, Unit

INDICATOR = Indicator(
    code="partial_certification",
    number="I12",
    label="Certification partielle",
    question="Quelle part des entrées obtient une partie de la certification, et pas le tout ?",
    unit=Unit.PERCENT,
    entity="entrée en session certifiante",
    numerator=Measure("juries", "count(*) filter (where jury_on < :on and in_part and not certified)"),
    denominator=Measure("juries", "count(*) filter (where jury_on < :on)"),
    numerator_label="entrées avec au moins un bloc, sans la certification entière",
    denominator_label="entrées en session certifiante dont le jury est passé",
    waiting=Measure("juries", "count(*) filter (where not (jury_on < :on))"),
    subsets=(Subset.JURY,),
    time=TimeRule.COHORT,
    source="étapes des parcours",
    owner="observatoire régional",
    delay_months=3,
    note=(
        "Le jury est tenu pour passé soixante jours après la fin prévue de la session ; avant, la valeur n’est pas due."
    ),
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"journey": 1, "certifying": True, "ends_on": date(2021, 6, 30)},
                    {"journey": 2, "certifying": True, "ends_on": date(2021, 6, 30)},
                    {"journey": 3, "certifying": True, "ends_on": date(2021, 6, 30)},
                    {"journey": 4, "certifying": True, "ends_on": date(2021, 6, 30)},
                ],
                "results": [
                    {"journey": 1, "kind": "presented", "happened_on": date(2021, 7, 10)},
                    {"journey": 1, "kind": "certified", "happened_on": date(2021, 7, 10)},
                    {"journey": 2, "kind": "presented", "happened_on": date(2021, 7, 10)},
                    {"journey": 2, "kind": "certified_in_part", "happened_on": date(2021, 7, 10)},
                    {"journey": 3, "kind": "presented", "happened_on": date(2021, 7, 10)},
                ],
            },
            1,
            4,
        ),
        IndicatorExample(
            {
                "entries": [
                    {"journey": 1, "certifying": True, "ends_on": date(2022, 12, 15)},
                ],
            },
            0,
            0,
        ),
    ),
)
