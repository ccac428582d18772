"""I40-26: young people who expressed a need and entered a training within twelve months, once these are over."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="young_people_entering_after_need",
    number="I40-26",
    label="Jeunes qui expriment un besoin et entrent en formation",
    question="Quelle part des jeunes qui expriment un besoin entre en formation dans les 12 mois ?",
    unit=Unit.PERCENT,
    entity="jeune de moins de 26 ans qui exprime un besoin",
    numerator=Measure(
        "contacts",
        (
            "count(*) filter (where age < 26 and happened_on + interval 12 month <= :on and came_on <= "
            "happened_on + interval 12 month)"
        ),
    ),
    denominator=Measure("contacts", "count(*) filter (where age < 26 and happened_on + interval 12 month <= :on)"),
    numerator_label="jeunes entrés en formation dans les douze mois",
    denominator_label="jeunes de moins de 26 ans dont le besoin a été exprimé il y a douze mois ou plus",
    waiting=Measure(
        "contacts",
        "count(*) filter (where age < 26 and not (happened_on + interval 12 month <= :on))",
    ),
    subsets=(Subset.PEOPLE,),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours",
    owner="observatoire régional",
    delay_months=4,
    note="Compte tous les jeunes suivis, qu’une action soit allée vers eux ou non.",
    grade=EvidenceGrade.CONTEXT,
    examples=(
        IndicatorExample(
            {
                "approaches": [
                    {"journey": 1, "kind": "need_expressed", "age": 20},
                    {"journey": 2, "kind": "need_expressed", "age": 22},
                    {"journey": 3, "kind": "need_expressed", "age": 40},
                ],
                "entries": [
                    {"journey": 1, "age": 20, "happened_on": date(2021, 4, 1)},
                ],
            },
            1,
            2,
        ),
    ),
)
