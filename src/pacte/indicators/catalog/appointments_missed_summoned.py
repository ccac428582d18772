"""I8-s: missed appointments, slot imposed by a summons."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="appointments_missed_summoned",
    number="I8-s",
    label="Rendez-vous manqués, créneau fixé par une convocation",
    question="Quelle part des rendez-vous est manquée quand le créneau est fixé par une convocation ?",
    unit=Unit.PERCENT,
    entity="rendez-vous d’information",
    numerator=Measure("approaches", "count(*) filter (where kind = 'information_missed' and mode = 'summoned')"),
    denominator=Measure(
        "approaches",
        ("count(*) filter (where kind in ('information_missed', 'information_attended') and mode = 'summoned')"),
    ),
    numerator_label="absences non excusées",
    denominator_label="présences et absences ; les absences excusées sont à part",
    side_measures={
        "absences excusées": Measure(
            "approaches",
            "count(*) filter (where kind = 'information_excused' and mode = 'summoned')",
        ),
    },
    direction=Direction.FALLING,
    source="étapes des parcours",
    owner="observatoire régional",
    examples=(
        IndicatorExample(
            {
                "approaches": [
                    {"kind": "information_missed", "mode": "summoned"},
                    {"kind": "information_attended", "mode": "summoned"},
                    {"kind": "information_attended", "mode": "summoned"},
                    {"kind": "information_excused", "mode": "summoned"},
                ],
            },
            1,
            3,
        ),
    ),
)
