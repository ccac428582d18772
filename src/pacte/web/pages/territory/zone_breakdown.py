"""« Où sont les besoins, et qui cherche ? »: a territory by zone, for one occupation or all: maps and table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst

from pacte.indicators.records.profile import (
    FICTITIOUS,
    SeriesByZone,
    SubzoneValue,
    ZoneBreakdown,
    ZoneFitKind,
    ZoneProfile,
)
from pacte.indicators.rules.profile_blocks import ProfileBlock, ProfileCell, period_text, profile_number_text
from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.reference.queries import zone_outlines
from pacte.reference.records import ZoneKind
from pacte.web.charts.maps import COLOUR_CLASS_COUNT, MapZone, ZoneMap
from pacte.web.pages.territory.territory_page import ZONE_KIND_NAMES
from pacte.web.tables import Cell, Column, Table, cell, number_column
from pacte.web.zone_urls import territory_url

_MIN_ZONES = 3
_TITLE = "Où sont les besoins, zone par zone ?"
_NEEDS = frozenset({"hiring_projects", "job_offers_by_occupation"})
# The first of these rates that is known zone by zone is drawn; for counts, see the breakdown.
_MAP_SERIES = ("unemployment_rate", "reading_difficulty", "poverty_rate", "unemployment_rate_2020")


def zone_breakdown_context(breakdown: ZoneBreakdown, *, edition: int) -> dict[str, Any]:
    """Parameters of the section: its select fields, the table, and the map of its first column."""
    kind, (one, many) = ZoneKind(breakdown.kind), ZONE_KIND_NAMES[breakdown.kind]
    occupation = dict(breakdown.occupations).get(breakdown.split, "")
    kinds = [(each, ZONE_KIND_NAMES[each][0]) for each in breakdown.kinds]
    occupations = [(code, f"{name} ({code.partition(':')[2]})") for code, name in breakdown.occupations]
    return {
        "title": _TITLE,
        "fields": [
            _select_field("par", "Découpage", kinds, breakdown.kind),
            _select_field("metier", "Métier", [("", "tous les métiers"), *occupations], breakdown.split),
        ],
        "sentence": _sentence(breakdown, occupation, many),
        "table": Table(
            breakdown.zones.items(),
            Column(capfirst(one), lambda zone: cell(zone[1], url=territory_url("profile", kind, zone[0]))),
            *(_series_column(each) for each in breakdown.series),
            id="zones-table",
            caption=_TITLE,
        ),
        "sources": [_source(each) for each in breakdown.series],
        "map": _breakdown_map(breakdown, occupation, one, edition),
    }


def zone_breakdown_block(breakdown: ZoneBreakdown) -> ProfileBlock:
    """The same table as a block of the profile, for its PDF."""
    one, many = ZONE_KIND_NAMES[breakdown.kind]
    rows = tuple(
        (ProfileCell(name), *(_value_cell(each.values.get(code)) for each in breakdown.series))
        for code, name in breakdown.zones.items()
    )
    columns = ((capfirst(one), False), *((_column_label(each), True) for each in breakdown.series))
    sources = tuple(_source(each) for each in breakdown.series)
    return ProfileBlock("zones", _TITLE, _sentence(breakdown, "", many), columns, rows, sources)


def _select_field(name: str, label: str, choices: list[tuple[str, str]], chosen: str) -> dict[str, Any]:
    return {
        "id": f"choix-{name}",
        "name": name,
        "label": label,
        "kind": "select",
        "quiet": True,
        "choices": [{"value": value, "label": words, "chosen": value == chosen} for value, words in choices],
    }


def _column_label(series: SeriesByZone) -> str:
    return f"{series.label}{', au moins' if series.is_partial else ''}"


def _series_column(series: SeriesByZone) -> Column[tuple[str, str]]:
    def value(zone: tuple[str, str]) -> Cell:
        known = _value_cell(series.values.get(zone[0]))
        return cell(known.text, value=known.value, note=known.note)

    return number_column(_column_label(series), value)


def _value_cell(value: SubzoneValue | None) -> ProfileCell:
    if value is None or value.value is None:
        return ProfileCell("non donné" if value is None else "secret")
    note = f"+ {pluralise(value.hidden, 'secret', 'secrets')}" if value.hidden else ""
    return ProfileCell(profile_number_text(value.value), value=f"{value.value.normalize():f}", note=note)


def _sentence(breakdown: ZoneBreakdown, occupation: str, many: str) -> str:
    first = breakdown.series[0]
    known = [
        (value.value, breakdown.zones[code]) for code, value in breakdown.values_of(first) if value.value is not None
    ]
    whom = f"{occupation} : " if occupation else ""
    if not known:
        return apply_french_spacing(f"{whom}{first.label.lower()}, tout est gardé secret par la source.")
    most, where = max(known)
    has_needs = any(each.code.removeprefix(FICTITIOUS) in _NEEDS for each in breakdown.series)
    needs_note = "" if has_needs else "Les besoins des employeurs ne se comptent pas dans ce découpage. "
    return apply_french_spacing(
        f"{whom}{needs_note}{first.label}, {period_text(first.first, first.last)} : "
        f"{profile_number_text(most)} à {where}, "
        f"le plus de {len(breakdown.zones)} {many}."
    )


def _source(series: SeriesByZone) -> str:
    partial = " ; somme des communes que la source donne" if series.is_partial else ""
    return apply_french_spacing(f"{series.label} : {series.source}, {period_text(series.first, series.last)}{partial}.")


def _breakdown_map(breakdown: ZoneBreakdown, occupation: str, one: str, edition: int) -> ZoneMap | None:
    first = breakdown.series[0]
    values = {code: value.value for code, value in first.values.items()}
    whom = f", {occupation}" if occupation else ""
    title = f"{first.label}{whom}, par {one}, {period_text(first.first, first.last)}"
    known = [value.value for _, value in breakdown.values_of(first) if value.value is not None]
    is_whole = all(each == each.to_integral_value() for each in known)
    return _zone_map(
        title,
        first.unit,
        ZoneKind(breakdown.kind),
        breakdown.zones,
        values,
        known,
        edition=edition,
        places=0 if is_whole else 1,
    )


def profile_zone_map(profile: ZoneProfile) -> ZoneMap | None:
    """Map of a rate in the zones of a territory; None when there is none to draw."""
    spread = (
        series
        for code in _MAP_SERIES
        if (series := profile.by_code(code))
        and series.fit.how is ZoneFitKind.SPREAD
        and len(series.fit.codes) >= _MIN_ZONES
    )
    series = next(spread, None)
    if series is None:
        return None
    latest = series.latest()
    values = {each.zone: each.value for each in latest if not each.split}
    names = {code: series.zones.get(code, code) for code in series.fit.codes}
    title = f"{series.label}, {series.unit}, {period_text(latest[0].first, latest[0].last)}"
    known = [value for value in values.values() if value is not None]
    return _zone_map(
        title, series.unit, ZoneKind(series.fit.kind), names, values, known, edition=profile.territory.edition
    )


def _zone_map(
    title: str,
    unit: str,
    kind: ZoneKind,
    names: Mapping[str, str],
    values: Mapping[str, Decimal | None],
    known: list[Decimal],
    *,
    edition: int,
    places: int = 1,
) -> ZoneMap | None:
    """Returns None when the outlines of the zones are not loaded, or below three known values."""
    shapes = zone_outlines(kind, codes=names, edition=edition)
    if min(len(shapes), len(known)) < _MIN_ZONES:
        return None
    zones = tuple(
        MapZone(
            each.code,
            names[each.code],
            tuple(tuple(ring) for ring in each.rings),
            value=values.get(each.code),
            masked=each.code in values and values[each.code] is None,
            reason="gardé secret par la source",
            address=territory_url("profile", kind, each.code),
        )
        for each in shapes
    )
    # Four bounds that split the range of the values into five equal classes: whole for counts, one decimal for rates.
    step = (max(known) - min(known)) / COLOUR_CLASS_COUNT or Decimal(1)
    exact = Decimal(1) if step >= COLOUR_CLASS_COUNT else Decimal("0.1")
    limits = tuple((min(known) + step * rank).quantize(exact) for rank in range(1, COLOUR_CLASS_COUNT))
    return ZoneMap(title, zones, limits, unit=unit, places=places)
