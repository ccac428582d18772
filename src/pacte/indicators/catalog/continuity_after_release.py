"""I40-25: women trained inside who are in a training outside within thirty days of their release (action 25)."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit

_WOMEN = "sex = 'f'"
_DUE = f"{_WOMEN} and happened_on + interval 30 day <= :on"
_BOURGES, _SARAN, _OUTSIDE = 7, 8, 1


def _entry(journey: int, person: int, site: int, on: date, **others: object) -> dict[str, object]:
    return {"journey": journey, "person": person, "site": site, "happened_on": on, "ends_on": on} | others


INDICATOR = Indicator(
    code="continuity_after_release",
    number="I40-25",
    label="Femmes détenues dont la formation continue dehors",
    question="Quelle part des femmes formées en détention est en formation dehors 30 jours après leur sortie ?",
    unit=Unit.PERCENT,
    entity="sortie d’une femme formée dans un établissement fermé",
    numerator=Measure("released", f"count(*) filter (where {_DUE} and outside_on <= happened_on + interval 30 day)"),
    denominator=Measure("released", f"count(*) filter (where {_DUE})"),
    numerator_label="en formation dehors dans les 30 jours, entrées avant ou après leur sortie",
    denominator_label="femmes sorties il y a 30 jours ou plus, formées dedans depuis leur sortie précédente",
    waiting=Measure("released", f"count(*) filter (where {_WOMEN} and not (happened_on + interval 30 day <= :on))"),
    subsets=(Subset.PEOPLE,),
    time=TimeRule.COHORT,
    territory=TerritoryRule.SESSION,
    source="sorties notées par le service pénitentiaire ; lieux que la Région marque fermés ; étapes des parcours",
    owner="service pénitentiaire d’insertion et de probation",
    delay_months=2,
    is_public=False,
    note="Une sortie que le service ne note pas ne compte nulle part. Seuls les lieux que la Région marque fermés sont "
    "dedans. Hors de la Région, le chiffre est caché sous 11 personnes.",
    examples=(
        IndicatorExample(
            {
                "closed_sites": [
                    {"site": _BOURGES, "happened_on": date(2020, 1, 1)},
                    {"site": _SARAN, "happened_on": date(2020, 1, 1), "until": date(2020, 12, 31)},
                ],
                "entries": [
                    _entry(1, 1, _BOURGES, date(2021, 1, 4)),
                    _entry(11, 1, _OUTSIDE, date(2021, 4, 12)),
                    # In semi-liberty: entered outside before the release, and goes on.
                    _entry(2, 2, _BOURGES, date(2021, 1, 4)),
                    _entry(12, 2, _OUTSIDE, date(2021, 2, 1), ends_on=date(2021, 6, 30)),
                    # Too late.
                    _entry(3, 3, _BOURGES, date(2021, 1, 4)),
                    _entry(13, 3, _OUTSIDE, date(2021, 5, 10)),
                    # A training outside that ended before the release.
                    _entry(4, 4, _BOURGES, date(2021, 1, 4)),
                    _entry(14, 4, _OUTSIDE, date(2021, 2, 1), ends_on=date(2021, 6, 30)),
                    # No longer closed that day: followed outside.
                    _entry(5, 5, _SARAN, date(2021, 1, 4)),
                    # A man, counted elsewhere.
                    _entry(6, 6, _BOURGES, date(2021, 1, 4), sex="m"),
                ],
                "ends": [{"journey": 14, "person": 4, "happened_on": date(2021, 3, 1)}],
                "releases": [
                    {"journey": each, "person": each, "happened_on": date(2021, 4, 1), "sex": "m" if each == 6 else "f"}
                    for each in range(1, 7)
                ],
            },
            2,
            4,
        ),
        # Back in custody: what was followed before the first release no longer counts at the second one.
        IndicatorExample(
            {
                "closed_sites": [{"site": _BOURGES, "happened_on": date(2020, 1, 1)}],
                "entries": [
                    _entry(1, 1, _BOURGES, date(2021, 1, 4)),
                    _entry(2, 1, _OUTSIDE, date(2021, 4, 12)),
                ],
                "releases": [
                    {"journey": 1, "person": 1, "happened_on": date(2021, 4, 1)},
                    {"journey": 1, "person": 1, "happened_on": date(2021, 10, 1)},
                ],
            },
            1,
            1,
        ),
    ),
)
