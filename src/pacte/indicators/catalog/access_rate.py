"""I20a: access of jobseekers to training. It needs a national matching, so it is an imported series."""

from pacte.indicators.records import Indicator, IndicatorKind, TerritoryRule, Unit

INDICATOR = Indicator(
    code="access_rate",
    number="I20a",
    label="Taux d’accès à la formation des demandeurs d’emploi",
    question="Quelle part des demandeurs d’emploi entre en formation dans les 12 mois ?",
    unit=Unit.PERCENT,
    entity="demandeur d’emploi inscrit",
    kind=IndicatorKind.SERIES,
    territory=TerritoryRule.RESIDENCE,
    source="Dares, appariement national",
    owner="Dares",
    periodicity_months=12,
    note="Ne se recalcule pas ici : il faut l’appariement national.",
)
