"""I1-R: entries by place of residence. Comparable with the ministry's open series, also by residence."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, TerritoryRule, Unit

INDICATOR = Indicator(
    code="entries_by_residence",
    number="I1-R",
    label="Entrées en formation, au lieu de résidence",
    question="Combien d’entrées en formation, d’habitants de ce territoire ?",
    unit=Unit.ENTRIES,
    entity="entrée : première demi-journée attestée, ou première activité attestée à distance",
    numerator=Measure("entries", "count(*)"),
    numerator_label="entrées",
    territory=TerritoryRule.RESIDENCE,
    direction=Direction.RISING,
    source="étapes des parcours",
    owner="observatoire régional",
    delay_months=4,
    note="Les derniers mois montent encore : des entrées sont connues jusqu’à douze mois après.",
    examples=(
        IndicatorExample({"entries": [{"journey": 1}, {"journey": 2}]}, 2),
        IndicatorExample({"entries": [{"journey": 1}, {"journey": 2, "happened_on": date(2023, 1, 9)}]}, 1),
    ),
)
