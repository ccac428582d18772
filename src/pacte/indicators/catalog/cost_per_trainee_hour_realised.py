"""I24c: amount due over trainee hours realised."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, TimeRule, Unit
from pacte.indicators.records.grades import ProofScope

INDICATOR = Indicator(
    code="cost_per_trainee_hour_realised",
    number="I24c",
    label="Coût de l’heure-stagiaire réalisée",
    question="Combien coûte une heure-stagiaire vraiment suivie ?",
    unit=Unit.EUROS_PER_HOUR,
    entity="session commencée",
    numerator=Measure("sessions", "sum(cents_due) filter (where starts_on <= :on) / 100.0"),
    denominator=Measure("sessions", "sum(hours_done) filter (where starts_on <= :on)"),
    numerator_label="euros dus",
    denominator_label="heures-stagiaires réalisées, signées ou attestées",
    time=TimeRule.COHORT,
    direction=Direction.FALLING,
    source="registre des places, commandes, feuilles de présence",
    owner="service achats de la Région",
    counts_people=False,
    note=(
        "Dû : heures réalisées au prix de l’heure, heures du groupe ou forfait des sessions tenues, selon la commande."
    ),
    scope=ProofScope.OFFER,
    shown_by="domain",
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
            },
            1200,
            100,
        ),
    ),
)
