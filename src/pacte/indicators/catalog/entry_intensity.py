"""I20b: entries of an audience per hundred jobseekers of it. It must not be called an access rate."""

from pacte.indicators.records import Indicator, IndicatorKind, TerritoryRule

INDICATOR = Indicator(
    code="entry_intensity",
    number="I20b",
    label="Entrées pour 100 demandeurs d’emploi",
    question="Combien d’entrées pour 100 demandeurs d’emploi de ce public ?",
    unit="entrées pour 100 demandeurs d’emploi",
    entity="entrée",
    kind=IndicatorKind.SERIES,
    territory=TerritoryRule.RESIDENCE,
    source="entrées du pacte et demandeurs d’emploi en fin de mois (Pôle emploi, Dares)",
    owner="observatoire régional",
    periodicity_months=12,
    note="Ce n’est pas un taux d’accès : une personne peut entrer deux fois.",
)
