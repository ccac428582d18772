"""I39: sessions postponed, over sessions ordered."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="postponements",
    number="I39",
    label="Sessions reportées",
    question="Quelle part des sessions commandées a été reportée ?",
    unit=Unit.PERCENT,
    entity="session commandée",
    numerator=Measure("sessions", "count(*) filter (where postponements > 0 or first_starts_on <> starts_on)"),
    denominator=Measure("sessions", "count(*)"),
    numerator_label="sessions reportées au moins une fois",
    denominator_label="sessions commandées, au premier jour prévu",
    side_measures={
        "jours de report": Measure(
            "sessions",
            "sum(date_diff('day', first_starts_on, starts_on)) filter (where starts_on > first_starts_on)",
        ),
        "places des sessions reportées": Measure(
            "sessions",
            "sum(counted) filter (where postponements > 0 or first_starts_on <> starts_on)",
        ),
    },
    direction=Direction.FALLING,
    source="registre des places",
    owner="service achats de la Région",
    counts_people=False,
    examples=(
        IndicatorExample(
            {
                "ledger": [
                    {
                        "kind": "bought",
                        "places": 10,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                    },
                    {
                        "kind": "bought",
                        "places": 10,
                        "session": 2,
                        "starts_on": date(2021, 4, 1),
                        "first_starts_on": date(2021, 3, 1),
                    },
                ],
            },
            1,
            2,
        ),
    ),
)
