"""I27: amount due over full certifications, juries past."""

from datetime import date

from pacte.indicators.records import Direction, Example, Indicator, Measure, TimeRule, Unit

INDICATOR = Indicator(
    code="cost_per_certified",
    number="I27",
    label="Coût d’une certification",
    question="Combien coûte une certification complète ?",
    unit=Unit.EUROS_PER_PERSON,
    entity="session certifiante dont le jury est passé",
    numerator=Measure("sessions", "sum(cents_due) filter (where certifying and ends_on + 60 < :on) / 100.0"),
    denominator=Measure("juries", "count(*) filter (where jury_on < :on and certified)", on="first_starts_on"),
    numerator_label="euros dus des sessions certifiantes dont le jury est passé",
    denominator_label="certifications complètes obtenues dans ces sessions",
    time=TimeRule.COHORT,
    direction=Direction.FALLING,
    source="registre des places, commandes, étapes des parcours",
    owner="service achats de la Région",
    examples=(
        Example(
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
                    {
                        "journey": 1,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "certifying": True,
                        "ends_on": date(2021, 6, 30),
                    },
                    {
                        "journey": 2,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "certifying": True,
                        "ends_on": date(2021, 6, 30),
                    },
                    {
                        "journey": 3,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "certifying": True,
                        "ends_on": date(2021, 6, 30),
                    },
                    {
                        "journey": 4,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "certifying": True,
                        "ends_on": date(2021, 6, 30),
                    },
                ],
                "results": [
                    {"journey": 1, "kind": "presented", "happened_on": date(2021, 7, 10)},
                    {"journey": 1, "kind": "certified", "happened_on": date(2021, 7, 10)},
                ],
            },
            1200,
            1,
        ),
    ),
)
