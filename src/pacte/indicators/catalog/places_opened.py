"""I4: places that providers open, in confirmed sessions."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="places_opened",
    number="I4",
    label="Places ouvertes",
    question="Combien de places sont ouvertes dans les sessions confirmées ?",
    unit=Unit.PLACES,
    entity="place",
    numerator=Measure(
        "sessions",
        "sum(opened) filter (where state in ('confirmed', 'running', 'ended'))",
        on="starts_on",
    ),
    numerator_label="places ouvertes des sessions confirmées, en cours ou finies",
    source="registre des places",
    owner="service achats de la Région",
    counts_people=False,
    grade=EvidenceGrade.MEANS,
    examples=(
        IndicatorExample(
            {
                "ledger": [
                    {
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "kind": "opened",
                        "places": 9,
                    },
                    {
                        "session": 2,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "kind": "opened",
                        "places": 5,
                    },
                ],
                "states": [
                    {
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "state": "running",
                    },
                ],
            },
            9,
        ),
    ),
)
