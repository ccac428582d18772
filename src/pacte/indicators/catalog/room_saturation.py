"""I33: hours used over usable, times seats used over seats."""

from pacte.indicators.records import Direction, Indicator, IndicatorKind, TerritoryRule, Unit

INDICATOR = Indicator(
    code="room_saturation",
    number="I33",
    label="Saturation des salles",
    question="Les salles de formation sont-elles pleines ?",
    unit=Unit.PERCENT,
    entity="salle et semaine",
    kind=IndicatorKind.DECLARED,
    territory=TerritoryRule.SESSION,
    direction=Direction.NEITHER,
    source="planning des salles",
    owner="gestionnaires de salles",
)
