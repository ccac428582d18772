"""I24a: euros ordered over places bought by the same orders."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="cost_per_place",
    number="I24a",
    label="Coût d’une place achetée",
    question="Combien coûte une place achetée ?",
    unit=Unit.EUROS_PER_PLACE,
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
        (
            "sum(case kind when 'bought' then places when 'moved_in' then places when 'moved_out' then "
            "-places else 0 end)"
        ),
    ),
    numerator_label="euros commandés",
    denominator_label="places achetées par les mêmes commandes, celles perdues comprises",
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
            10,
        ),
    ),
)
