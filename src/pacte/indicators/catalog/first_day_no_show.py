"""I7: admitted people who never came, over those expected."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="first_day_no_show",
    number="I7",
    label="Absents le premier jour",
    question="Quelle part des personnes admises ne s’est jamais présentée ?",
    unit=Unit.PERCENT,
    entity="admission dont l’issue est connue",
    numerator=Measure("first_days", "count(*) filter (where not came)"),
    denominator=Measure("first_days", "count(*)"),
    numerator_label="personnes admises, jamais venues",
    denominator_label="personnes admises qui n’ont pas renoncé avant le début",
    direction=Direction.FALLING,
    source="étapes des parcours",
    owner="observatoire régional",
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {},
                    {},
                    {},
                ],
                "approaches": [
                    {"kind": "never_came"},
                ],
            },
            1,
            4,
        ),
    ),
)
