"""I30: paid over voted payment credits, both of the pact's fund; stock at a date."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="payments_of_credits",
    number="I30",
    label="Crédits de paiement consommés",
    question="Quelle part des crédits de paiement votés est payée ?",
    unit=Unit.PERCENT,
    entity="ligne de crédits",
    numerator=Measure("money", "sum(cents) filter (where fund = 'pact' and stage = 'paid') / 100.0"),
    denominator=Measure("money", "sum(cents) filter (where fund = 'pact' and stage = 'credits') / 100.0"),
    numerator_label="euros payés sur le fonds du pacte",
    denominator_label="crédits de paiement du pacte votés",
    side_measures={
        "service fait": Measure("money", "sum(cents) filter (where fund = 'pact' and stage = 'rendered') / 100.0"),
        "mandaté": Measure("money", "sum(cents) filter (where fund = 'pact' and stage = 'ordered') / 100.0"),
        "payé sur le socle": Measure("money", "sum(cents) filter (where fund = 'baseline' and stage = 'paid') / 100.0"),
        "payé sur d’autres fonds": Measure(
            "money", "sum(cents) filter (where fund in ('other', 'outside') and stage = 'paid') / 100.0"
        ),
    },
    time=TimeRule.STOCK,
    territory=TerritoryRule.NONE,
    source="mouvements de crédits",
    owner="service des finances de la Région",
    periodicity_months=3,
    counts_people=False,
    version=2,
    changes=((date(2026, 11, 28), "Le fonds du pacte seul ; les autres fonds sont dits à côté."),),
    grade=EvidenceGrade.MEANS,
    examples=(
        IndicatorExample(
            {
                "money": [
                    {"stage": "credits", "cents": 1000000},
                    {"stage": "paid", "cents": 250000},
                    {"stage": "ordered", "cents": 300000},
                    {"stage": "paid", "fund": "baseline", "cents": 7000000},
                    {"stage": "paid", "fund": "outside", "cents": 90000},
                    {"stage": "credits", "fund": "other", "cents": 500000},
                ],
            },
            2500,
            10000,
        ),
    ),
)
