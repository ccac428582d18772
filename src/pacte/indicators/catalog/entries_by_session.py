"""I1-S: entries by place of the session."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="entries_by_session",
    number="I1-S",
    label="Entrées en formation, au lieu de la session",
    question="Combien d’entrées dans les sessions de ce territoire ?",
    unit=Unit.ENTRIES,
    entity="entrée : première demi-journée attestée, ou première activité attestée à distance",
    numerator=Measure("entries", "count(*)"),
    numerator_label="entrées",
    source="étapes des parcours",
    owner="observatoire régional",
    delay_months=4,
    note="Les derniers mois montent encore : des entrées sont connues jusqu’à douze mois après.",
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"session_commune": "18033"},
                    {"session_commune": "41018"},
                ],
            },
            2,
        ),
    ),
)
