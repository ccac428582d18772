"""I21: entries towards an occupation of the list in force, with the year of the list."""

from pacte.indicators.records import Indicator, IndicatorKind, TerritoryRule, Unit

INDICATOR = Indicator(
    code="shortage_occupations_share",
    number="I21",
    label="Part des entrées vers un métier en tension",
    question="Quelle part des entrées prépare à un métier en tension ?",
    unit=Unit.PERCENT,
    entity="entrée dont le métier visé est connu",
    kind=IndicatorKind.SERIES,
    territory=TerritoryRule.SESSION,
    source="liste des métiers en tension, année nommée",
    owner="observatoire régional",
    periodicity_months=12,
    note="La liste et son année sont nommées avec la valeur.",
)
