"""I6b: the same fill rate, for sessions that took place only. It must never be shown alone."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="fill_of_sessions_held",
    number="I6b",
    label="Remplissage des sessions tenues",
    question="Dans les sessions qui ont eu lieu, quelle part des places ouvertes est prise ?",
    unit=Unit.PERCENT,
    entity="place ouverte",
    numerator=Measure("sessions", "sum(taken) filter (where is_held and is_due and not rolling)"),
    denominator=Measure("sessions", "sum(opened) filter (where is_held and is_due and not rolling)"),
    numerator_label="places prises",
    denominator_label="places ouvertes des mêmes sessions",
    source="registre des places, étapes des parcours",
    owner="service achats de la Région",
    counts_people=False,
    counts_places_taken=True,
    note="Les sessions annulées n’y sont pas : ce taux se lit à côté du remplissage des places achetées.",
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
                        "kind": "opened",
                        "places": 8,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                    },
                ],
                "entries": [
                    {"journey": 1, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 2, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 3, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 4, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 5, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 6, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                ],
            },
            6,
            8,
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
                    {
                        "kind": "opened",
                        "places": 8,
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
            0,
            0,
        ),
    ),
)
