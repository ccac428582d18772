"""I28: amount due over leavers known to be in a job; those who did not answer are beside."""

from datetime import date

from pacte.indicators.records import Direction, Example, Indicator, Measure, TimeRule, Unit

INDICATOR = Indicator(
    code="cost_per_job",
    number="I28",
    label="Coût d’un retour à l’emploi",
    question="Combien coûte une personne en emploi six mois après ?",
    unit=Unit.EUROS_PER_PERSON,
    entity="session finie il y a six mois ou plus",
    numerator=Measure("sessions", "sum(cents_due) filter (where ends_on + interval 6 month <= :on) / 100.0"),
    denominator=Measure(
        "situations",
        "count(*) filter (where months = 6 and in_job and ends_on + interval 6 month <= :on)",
        on="first_starts_on",
    ),
    numerator_label="euros dus des sessions finies il y a six mois ou plus",
    denominator_label="sortants connus en emploi à six mois",
    beside={
        "sortants sans réponse": Measure(
            "situations",
            "count(*) filter (where months = 6 and not answered and ends_on + interval 6 month <= :on)",
            on="first_starts_on",
        ),
    },
    time=TimeRule.COHORT,
    direction=Direction.FALLING,
    source="registre des places, commandes, enquêtes auprès des sortants",
    owner="service achats de la Région",
    note=(
        "C’est un maximum : sans réponse, on ne sait pas. Si tous ceux qui n’ont pas répondu étaient en "
        "emploi, le coût serait celui de tous les sortants réunis."
    ),
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
                ],
                "situations": [
                    {
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "ends_on": date(2021, 6, 30),
                        "journey": 1,
                        "months": 6,
                        "answered": True,
                        "in_job": True,
                    },
                    {
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "ends_on": date(2021, 6, 30),
                        "journey": 2,
                        "months": 6,
                        "answered": False,
                    },
                ],
            },
            1200,
            1,
        ),
    ),
)
