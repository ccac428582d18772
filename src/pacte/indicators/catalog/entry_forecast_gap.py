"""I7-e: entries announced for the session that did not happen, over those announced (action 38)."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="entry_forecast_gap",
    number="I7-e",
    label="Écart entre entrées annoncées et entrées constatées",
    question="De combien les entrées constatées s’écartent-elles de celles que l’on attendait ?",
    unit=Unit.PERCENT,
    entity="entrée attendue : personne admise qui n’a pas renoncé avant le début",
    numerator=Measure("first_days", "count(*) filter (where not came)"),
    denominator=Measure("first_days", "count(*)"),
    numerator_label="entrées attendues qui n’ont pas eu lieu",
    denominator_label="entrées attendues",
    side_measures={"entrées constatées": Measure("first_days", "count(*) filter (where came)")},
    direction=Direction.FALLING,
    source="étapes des parcours : admissions et premières présences",
    owner="observatoire régional",
    note="Chaque absence compte une fois : l’écart d’une session n’en efface pas un autre.",
    examples=(
        IndicatorExample(
            {
                "entries": [{"session": 1}, {"session": 1}, {"session": 2}],
                "approaches": [{"kind": "never_came", "session": 2}],
            },
            1,
            4,
        ),
    ),
)
