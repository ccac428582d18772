"""I26: amount due over completers, sessions over."""

from datetime import date

from pacte.indicators.records import Direction, Example, Indicator, Measure, TimeRule, Unit

INDICATOR = Indicator(
    code="cost_per_completer",
    number="I26",
    label="Coût d’un parcours mené à son terme",
    question="Combien coûte une personne qui va au terme ?",
    unit=Unit.EUROS_PER_PERSON,
    entity="session finie",
    numerator=Measure("sessions", "sum(cents_due) filter (where ends_on < :on) / 100.0"),
    denominator=Measure(
        "cohort",
        "count(*) filter (where ends_on < :on and outcome in ('to_term', 'goal_reached'))",
        on="first_starts_on",
    ),
    numerator_label="euros dus des sessions finies",
    denominator_label="parcours menés à leur terme dans ces sessions",
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
                        "ends_on": date(2021, 6, 30),
                    },
                    {
                        "journey": 2,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "ends_on": date(2021, 6, 30),
                    },
                    {
                        "journey": 3,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "ends_on": date(2021, 6, 30),
                    },
                    {
                        "journey": 4,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "ends_on": date(2021, 6, 30),
                    },
                ],
                "ends": [
                    {"journey": 1, "end_kind": "to_term", "happened_on": date(2021, 5, 1)},
                    {"journey": 2, "end_kind": "dropout", "happened_on": date(2021, 5, 1)},
                ],
            },
            1200,
            1,
        ),
    ),
)
