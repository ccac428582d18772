"""I30: paid over voted payment credits; stock at a date."""

from pacte.indicators.records import Example, Indicator, Measure, TerritoryRule, TimeRule, Unit

INDICATOR = Indicator(
    code="payments_of_credits",
    number="I30",
    label="Crédits de paiement consommés",
    question="Quelle part des crédits de paiement votés est payée ?",
    unit=Unit.PERCENT,
    entity="ligne de crédits",
    numerator=Measure("money", "sum(cents) filter (where stage = 'paid') / 100.0"),
    denominator=Measure("money", "sum(cents) filter (where stage = 'credits') / 100.0"),
    numerator_label="euros payés",
    denominator_label="crédits de paiement votés",
    beside={
        "service fait": Measure("money", "sum(cents) filter (where stage = 'rendered') / 100.0"),
        "mandaté": Measure("money", "sum(cents) filter (where stage = 'ordered') / 100.0"),
    },
    time=TimeRule.STOCK,
    territory=TerritoryRule.NONE,
    source="mouvements de crédits",
    owner="service des finances de la Région",
    periodicity_months=3,
    counts_people=False,
    examples=(
        Example(
            {
                "money": [
                    {"stage": "credits", "cents": 1000000},
                    {"stage": "paid", "cents": 250000},
                    {"stage": "ordered", "cents": 300000},
                ],
            },
            2500,
            10000,
        ),
    ),
)
