"""I6c: bought places lost, over places bought; by cause."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="places_lost",
    number="I6c",
    label="Part des places perdues",
    question="Quelle part des places achetées a été perdue par annulation ou réduction ?",
    unit=Unit.PERCENT,
    entity="place achetée",
    numerator=Measure("sessions", "sum(fill_lost)"),
    denominator=Measure("sessions", "sum(fill_places)"),
    numerator_label="places perdues",
    denominator_label="places achetées, celles perdues comprises",
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
                        "kind": "lost",
                        "places": 10,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                    },
                ],
                "states": [
                    {
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "state": "cancelled",
                    },
                ],
            },
            10,
            10,
        ),
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
                ],
                "entries": [
                    {"journey": 1, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                ],
            },
            0,
            10,
        ),
    ),
)
