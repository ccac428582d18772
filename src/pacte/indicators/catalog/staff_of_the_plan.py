"""I29c: full-time equivalents allocated."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="staff_of_the_plan",
    number="I29c",
    label="Moyens humains",
    question="Combien d’équivalents temps plein sont affectés au plan ?",
    unit=Unit.ETP,
    entity="ligne de moyens",
    numerator=Measure("money", "sum(etp) filter (where section = 'staff' and stage = 'allocated')"),
    numerator_label="ETP affectés",
    time=TimeRule.STOCK,
    territory=TerritoryRule.NONE,
    source="mouvements de crédits",
    owner="service des finances de la Région",
    periodicity_months=12,
    counts_people=False,
    grade=EvidenceGrade.MEANS,
    examples=(
        IndicatorExample(
            {
                "money": [
                    {"section": "staff", "stage": "allocated", "etp": 0.8},
                    {"section": "staff", "stage": "voted", "etp": 1.0},
                ],
            },
            0.8,
        ),
    ),
)
