"""I23: a figure of the departments, off by default."""

from pacte.indicators.records import Indicator, IndicatorKind, TerritoryRule, Unit

INDICATOR = Indicator(
    code="oriented_within_45_days",
    number="I23",
    label="Orientation dans les 45 jours",
    question="Quelle part des personnes désignées est orientée dans les 45 jours ?",
    unit=Unit.PERCENT,
    entity="personne désignée",
    kind=IndicatorKind.DECLARED,
    territory=TerritoryRule.RESIDENCE,
    source="Conseils départementaux",
    owner="Conseils départementaux",
    periodicity_months=3,
)
