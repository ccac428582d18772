"""I5: places with at least one entry by the deadline."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="places_taken",
    number="I5",
    label="Places prises",
    question="Combien de places achetées ont trouvé preneur ?",
    unit=Unit.PLACES,
    entity="place achetée, comptée une fois, qui que ce soit qui la suive",
    numerator=Measure("sessions", "sum(taken)"),
    numerator_label="places avec au moins une entrée avant la date limite",
    side_measures={
        "entrées au-dessus des places achetées": Measure("sessions", "sum(above)"),
    },
    source="registre des places, étapes des parcours",
    owner="service achats de la Région",
    counts_people=False,
    counts_places_taken=True,
    note="Sessions à dates fixes. Une personne qui prend la suite d’une autre ne fait pas une place de plus.",
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
                ],
                "entries": [
                    {"journey": 1, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 2, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 3, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                ],
            },
            3,
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
                    {"journey": 2, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 3, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 4, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 5, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 6, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 7, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 8, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 9, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 10, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 11, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 12, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                ],
            },
            10,
        ),
    ),
)
