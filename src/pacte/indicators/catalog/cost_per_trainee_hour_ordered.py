"""I24b: euros ordered over trainee hours ordered."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="cost_per_trainee_hour_ordered",
    number="I24b",
    label="Coût de l’heure-stagiaire commandée",
    question="Combien coûte une heure-stagiaire commandée ?",
    unit=Unit.EUROS_PER_HOUR,
    entity="commande",
    numerator=Measure(
        "ledger",
        (
            "sum(case kind when 'bought' then cents when 'moved_in' then cents when 'moved_out' then -cents "
            "else 0 end) / 100.0"
        ),
    ),
    denominator=Measure(
        "ledger",
        ("sum(case kind when 'bought' then hours when 'moved_in' then hours when 'moved_out' then -hours else 0 end)"),
    ),
    numerator_label="euros commandés",
    denominator_label="heures-stagiaires commandées, celles perdues comprises",
    direction=Direction.FALLING,
    source="registre des places, commandes",
    owner="service achats de la Région",
    counts_people=False,
    examples=(
        IndicatorExample(
            {
                "ledger": [
                    {"places": 10, "hours": 1000, "cents": 1200000},
                    {"kind": "lost", "places": 10, "hours": 1000, "cents": 1200000},
                ],
            },
            12000,
            1000,
        ),
    ),
)
