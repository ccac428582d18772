"""I36: mean of marks, with the number of respondents."""

from pacte.indicators.records import Indicator, IndicatorKind, TerritoryRule

INDICATOR = Indicator(
    code="satisfaction",
    number="I36",
    label="Satisfaction des stagiaires",
    question="Les stagiaires sont-ils satisfaits ?",
    unit="en moyenne",
    entity="session",
    kind=IndicatorKind.DECLARED,
    territory=TerritoryRule.SESSION,
    source="questionnaires de fin de formation",
    owner="observatoire régional",
    periodicity_months=12,
)
