"""I29a: commitments over what was voted, both of the pact's fund; stock at a date."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="commitment_of_operating_credits",
    number="I29a",
    label="Autorisations d’engagement de fonctionnement (AE) engagées",
    question="Quelle part des autorisations d’engagement de fonctionnement (AE) est engagée ?",
    unit=Unit.PERCENT,
    entity="ligne de crédits",
    numerator=Measure(
        "money", "sum(cents) filter (where fund = 'pact' and stage = 'committed' and section = 'operating') / 100.0"
    ),
    denominator=Measure(
        "money", "sum(cents) filter (where fund = 'pact' and stage = 'voted' and section = 'operating') / 100.0"
    ),
    numerator_label="euros engagés sur le fonds du pacte, nets des dégagements",
    denominator_label="euros du pacte votés",
    time=TimeRule.STOCK,
    territory=TerritoryRule.NONE,
    source="mouvements de crédits",
    owner="service des finances de la Région",
    periodicity_months=3,
    counts_people=False,
    version=2,
    changes=((date(2026, 11, 28), "Le fonds du pacte seul."),),
    grade=EvidenceGrade.MEANS,
    examples=(
        IndicatorExample(
            {
                "money": [
                    {"stage": "voted", "cents": 1000000, "section": "operating"},
                    {"stage": "committed", "cents": 400000, "section": "operating"},
                    {"stage": "committed", "cents": -100000, "section": "operating"},
                    {"stage": "committed", "fund": "outside", "cents": 200000, "section": "operating"},
                    {"stage": "voted", "fund": "baseline", "cents": 700000, "section": "operating"},
                ],
            },
            3000,
            10000,
        ),
    ),
)
