"""« Où sont les besoins, et qui cherche ? »: a territory by zone, for one occupation or all: map and table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pacte.indicators.records.profile import FICTITIOUS, SeriesByZone, SubzoneValue, ZoneBreakdown
from pacte.indicators.rules.profile_blocks import ProfileBlock, ProfileCell, period_text, profile_number_text
from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.reference.queries import zone_outlines
from pacte.reference.records import ZoneKind
from pacte.web.charts.choropleth import MapZone, ZoneMap
from pacte.web.pages.territory.page_context import SLUG_BY_KIND, ZONE_KIND_NAMES, territory_url
from pacte.web.pages.territory.profile_map import equal_class_limits

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND_PARAM, OCCUPATION_PARAM = "par", "metier"
_MIN_ZONES = 3


def zone_breakdown_context(breakdown: ZoneBreakdown) -> dict[str, Any]:
    """Parameters of the section: its select fields, the table, and the map of its first column."""
    one, many = ZONE_KIND_NAMES[breakdown.kind]
    names = dict(breakdown.occupations)
    return {
        "title": "Où sont les besoins, zone par zone ?",
        "fields": [_kind_field(breakdown), _occupation_field(breakdown)],
        "sentence": _sentence(breakdown, names.get(breakdown.split, ""), many),
        "columns": [
            {"label": f"{one[:1].upper()}{one[1:]}"},
            *({"label": _column_label(each), "kind": "num"} for each in breakdown.series),
        ],
        "rows": [_row(code, name, breakdown) for code, name in breakdown.zones.items()],
        "sources": [_source(each) for each in breakdown.series],
        "map": _map(breakdown, names.get(breakdown.split, ""), one),
    }


def zone_breakdown_block(breakdown: ZoneBreakdown) -> ProfileBlock:
    """The same table as a block of the profile, for its PDF."""
    one, many = ZONE_KIND_NAMES[breakdown.kind]
    rows = tuple(
        (ProfileCell(name), *(ProfileCell(**_cell(each.values.get(code))) for each in breakdown.series))
        for code, name in breakdown.zones.items()
    )
    columns = ((f"{one[:1].upper()}{one[1:]}", False), *((_column_label(each), True) for each in breakdown.series))
    return ProfileBlock(
        "zones", "Où sont les besoins, zone par zone ?", _sentence(breakdown, "", many), columns, rows,
        tuple(_source(each) for each in breakdown.series),
    )  # fmt: skip


def _kind_field(breakdown: ZoneBreakdown) -> dict[str, Any]:
    choices = [
        {"value": each, "label": ZONE_KIND_NAMES[each][0], "chosen": each == breakdown.kind} for each in breakdown.kinds
    ]
    return {"id": "choix-par", "name": KIND_PARAM, "label": "Découpage", "kind": "select", "required": True,
            "choices": choices}  # fmt: skip


def _occupation_field(breakdown: ZoneBreakdown) -> dict[str, Any]:
    choices = [{"value": "", "label": "tous les métiers", "chosen": not breakdown.split}]
    choices += [
        {"value": code, "label": f"{name} ({code.partition(':')[2]})", "chosen": code == breakdown.split}
        for code, name in breakdown.occupations
    ]
    return {"id": "choix-metier", "name": OCCUPATION_PARAM, "label": "Métier", "kind": "select", "required": True,
            "choices": choices}  # fmt: skip


def _column_label(series: SeriesByZone) -> str:
    return f"{series.label}{', au moins' if series.is_partial else ''}"


def _row(code: str, name: str, breakdown: ZoneBreakdown) -> list[Any]:
    url = territory_url("profile", ZoneKind(breakdown.kind), code) if ZoneKind(breakdown.kind) in SLUG_BY_KIND else ""
    return [{"text": name, "url": url}, *(_cell(each.values.get(code)) for each in breakdown.series)]


def _cell(value: SubzoneValue | None) -> dict[str, str]:
    if value is None:
        return {"text": "non donné", "value": ""}
    if value.value is None:
        return {"text": "secret", "value": ""}
    note = f"+ {pluralise(value.hidden, 'secret', 'secrets')}" if value.hidden else ""
    return {"text": profile_number_text(value.value), "value": f"{value.value.normalize():f}", "note": note}


def _sentence(breakdown: ZoneBreakdown, occupation: str, many: str) -> str:
    first = breakdown.series[0]
    known = [
        (value.value, breakdown.zones[code]) for code, value in breakdown.values_of(first) if value.value is not None
    ]
    whom = f"{occupation} : " if occupation else ""
    if not known:
        return apply_french_spacing(f"{whom}{first.label.lower()}, tout est gardé secret par la source.")
    most, where = max(known)
    needs_note = (
        "Les besoins des employeurs ne se comptent pas dans ce découpage. " if not _has_needs(breakdown) else ""
    )
    return apply_french_spacing(
        f"{whom}{needs_note}{first.label}, {period_text(first.first, first.last)} : "
        f"{profile_number_text(most)} à {where}, "
        f"le plus de {len(breakdown.zones)} {many}."
    )


def _has_needs(breakdown: ZoneBreakdown) -> bool:
    needs = {"hiring_projects", "job_offers_by_occupation"}
    return any(each.code.removeprefix(FICTITIOUS) in needs for each in breakdown.series)


def _source(series: SeriesByZone) -> str:
    partial = " ; somme des communes que la source donne" if series.is_partial else ""
    return apply_french_spacing(f"{series.label} : {series.source}, {period_text(series.first, series.last)}{partial}.")


def _map(breakdown: ZoneBreakdown, occupation: str, one: str) -> ZoneMap | None:
    """Returns None when the outlines of the zones are not loaded, or below three known values."""
    first = breakdown.series[0]
    shapes = zone_outlines(ZoneKind(breakdown.kind), codes=breakdown.zones)
    known = sorted(value.value for _, value in breakdown.values_of(first) if value.value is not None)
    if len(shapes) < _MIN_ZONES or len(known) < _MIN_ZONES:
        return None
    zones = tuple(
        _zone(each.code, each.name, tuple(tuple(ring) for ring in each.rings), first.values, breakdown.kind)
        for each in shapes
    )
    whom = f", {occupation}" if occupation else ""
    title = f"{first.label}{whom}, par {one}, {period_text(first.first, first.last)}"
    return ZoneMap(title, zones, equal_class_limits(known), unit=first.unit, places=_places(known))


def _places(known: list[Decimal]) -> int:
    return 0 if all(each == each.to_integral_value() for each in known) else 1


def _zone(
    code: str,
    name: str,
    rings: tuple[tuple[tuple[float, float], ...], ...],
    values: Mapping[str, SubzoneValue],
    kind: str,
) -> MapZone:
    value = values.get(code)
    return MapZone(
        code, name, rings,
        value=value.value if value else None,
        masked=value is not None and value.value is None,
        reason="gardé secret par la source",
        address=territory_url("profile", ZoneKind(kind), code) if ZoneKind(kind) in SLUG_BY_KIND else "",
    )  # fmt: skip
