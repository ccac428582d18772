"""I25: amount due over entries, sessions started."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, TimeRule, Unit

INDICATOR = Indicator(
    code="cost_per_entrant",
    number="I25",
    label="Coût d’une entrée",
    question="Combien coûte une entrée en formation ?",
    unit=Unit.EUROS_PER_ENTRY,
    entity="session commencée",
    numerator=Measure("sessions", "sum(cents_due) filter (where starts_on <= :on) / 100.0"),
    denominator=Measure("sessions", "sum(entries) filter (where starts_on <= :on)"),
    numerator_label="euros dus des sessions commencées",
    denominator_label="entrées des mêmes sessions",
    time=TimeRule.COHORT,
    direction=Direction.FALLING,
    source="registre des places, commandes, étapes des parcours",
    owner="service achats de la Région",
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
                        "hours": 1000,
                        "cents": 1200000,
                        "unit_price_cents": 1200,
                        "ends_on": date(2021, 6, 30),
                        "certifying": True,
                    },
                ],
                "hours": [
                    {"session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1), "minutes": 6000},
                ],
                "states": [
                    {
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "state": "ended",
                    },
                ],
                "entries": [
                    {"journey": 1, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 2, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 3, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 4, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                ],
            },
            1200,
            4,
        ),
    ),
)
