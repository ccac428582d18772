"""I35: hires proven within three months of the end, over posts promised."""

from pacte.indicators.records import Indicator, IndicatorKind, TerritoryRule, Unit

INDICATOR = Indicator(
    code="employer_promises_kept",
    number="I35",
    label="Promesses d’embauche tenues",
    question="Quelle part des postes promis a donné lieu à une embauche durable ?",
    unit=Unit.PERCENT,
    entity="convention avec des entreprises",
    kind=IndicatorKind.DECLARED,
    territory=TerritoryRule.NONE,
    source="conventions et contrats prouvés",
    owner="Région, formation professionnelle",
    periodicity_months=3,
)
