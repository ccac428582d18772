"""I8-c: missed appointments, slot chosen by the person."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="appointments_missed_chosen",
    number="I8-c",
    label="Rendez-vous manqués, créneau choisi par la personne",
    question="Quelle part des rendez-vous est manquée quand le créneau est choisi par la personne ?",
    unit=Unit.PERCENT,
    entity="rendez-vous d’information",
    numerator=Measure("approaches", "count(*) filter (where kind = 'information_missed' and mode = 'chosen')"),
    denominator=Measure(
        "approaches",
        "count(*) filter (where kind in ('information_missed', 'information_attended') and mode = 'chosen')",
    ),
    numerator_label="absences non excusées",
    denominator_label="présences et absences ; les absences excusées sont à part",
    side_measures={
        "absences excusées": Measure(
            "approaches",
            "count(*) filter (where kind = 'information_excused' and mode = 'chosen')",
        ),
    },
    direction=Direction.FALLING,
    source="étapes des parcours",
    owner="observatoire régional",
    examples=(
        IndicatorExample(
            {
                "approaches": [
                    {"kind": "information_missed", "mode": "chosen"},
                    {"kind": "information_attended", "mode": "chosen"},
                    {"kind": "information_attended", "mode": "chosen"},
                    {"kind": "information_excused", "mode": "chosen"},
                ],
            },
            1,
            3,
        ),
    ),
)
