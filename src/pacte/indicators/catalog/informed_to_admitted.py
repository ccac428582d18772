"""I40: admitted, over informed people whose outcome is known."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TimeRule, Unit

INDICATOR = Indicator(
    code="informed_to_admitted",
    number="I40",
    label="De l’information à l’admission",
    question="Quelle part des personnes informées est admise ?",
    unit=Unit.PERCENT,
    entity="personne informée, une fois par parcours",
    numerator=Measure("informed", "count(*) filter (where admitted)"),
    denominator=Measure("informed", "count(*) filter (where is_decided and (admitted or not withdrew))"),
    numerator_label="personnes admises",
    denominator_label="personnes informées, sans renoncement, dont l’issue est connue",
    time=TimeRule.COHORT,
    source="étapes des parcours",
    owner="observatoire régional",
    examples=(
        IndicatorExample(
            {
                "approaches": [
                    {"journey": 1, "kind": "information_attended"},
                    {"journey": 1, "kind": "admitted"},
                    {"journey": 2, "kind": "information_attended"},
                    {"journey": 2, "kind": "not_kept"},
                    {"journey": 3, "kind": "information_attended"},
                    {"journey": 3, "kind": "declined"},
                    {"journey": 4, "kind": "admitted"},
                ],
            },
            1,
            2,
        ),
    ),
)
