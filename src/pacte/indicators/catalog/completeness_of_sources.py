"""I37: sources received over expected."""

from pacte.indicators.records import Indicator, IndicatorKind, TerritoryRule, Unit
from pacte.indicators.records.grades import EvidenceGrade, ProofScope

INDICATOR = Indicator(
    code="completeness_of_sources",
    number="I37",
    label="Sources reçues à l’heure",
    question="Quelle part des sources attendues est arrivée à l’échéance ?",
    unit=Unit.PERCENT,
    entity="livraison d’un partenaire",
    kind=IndicatorKind.DECLARED,
    territory=TerritoryRule.NONE,
    source="journal des livraisons",
    owner="observatoire régional",
    grade=EvidenceGrade.MEANS,
    scope=ProofScope.PLAN,
)
