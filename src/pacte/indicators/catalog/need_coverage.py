"""I34: places opened over needs recorded, same occupation and horizon."""

from pacte.indicators.records import Indicator, IndicatorKind, TerritoryRule

INDICATOR = Indicator(
    code="need_coverage",
    number="I34",
    label="Couverture des besoins",
    question="Les places ouvertes répondent-elles aux besoins exprimés ?",
    unit="places par besoin",
    entity="métier et territoire",
    kind=IndicatorKind.DECLARED,
    territory=TerritoryRule.SESSION,
    source="besoins recueillis auprès des employeurs",
    owner="observatoire régional",
    periodicity_months=12,
)
