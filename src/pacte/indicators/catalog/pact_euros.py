"""I31-e: euros added by the pact, ordered for payment: the stage at which the own effort of I31 is counted."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="pact_euros",
    number="I31-e",
    label="Euros ajoutés par le pacte",
    question="Combien d’euros du pacte sont mandatés ?",
    unit=Unit.EUROS,
    entity="ligne de crédits",
    numerator=Measure("money", "sum(cents) filter (where fund = 'pact' and stage = 'ordered') / 100.0"),
    numerator_label="euros mandatés sur le fonds du pacte",
    territory=TerritoryRule.NONE,
    source="mouvements de crédits",
    owner="service des finances de la Région",
    periodicity_months=12,
    delay_months=3,
    counts_people=False,
    version=2,
    changes=((date(2026, 11, 28), "Mandatés et non plus engagés : comme l’effort propre auquel ils s’ajoutent."),),
    grade=EvidenceGrade.MEANS,
    examples=(
        IndicatorExample(
            {
                "money": [
                    {"stage": "ordered", "cents": 400000},
                    {"stage": "committed", "cents": 500000},
                    {"stage": "ordered", "fund": "baseline", "cents": 700000},
                    {"stage": "paid", "cents": 100000},
                ],
            },
            4000,
        ),
    ),
)
