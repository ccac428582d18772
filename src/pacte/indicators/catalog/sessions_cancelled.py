"""I6d: sessions cancelled after they were ordered, by cause."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="sessions_cancelled",
    number="I6d",
    label="Sessions annulées",
    question="Combien de sessions commandées ont été annulées, et pourquoi ?",
    unit=Unit.SESSIONS,
    entity="session",
    numerator=Measure("states", "count(distinct session) filter (where state = 'cancelled')"),
    numerator_label="sessions annulées",
    direction=Direction.FALLING,
    source="registre des places",
    owner="service achats de la Région",
    counts_people=False,
    examples=(
        IndicatorExample(
            {
                "states": [
                    {"session": 1, "state": "cancelled"},
                    {"session": 2, "state": "running"},
                ],
            },
            1,
        ),
    ),
)
