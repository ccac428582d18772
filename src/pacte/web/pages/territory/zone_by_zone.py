"""« Où sont les besoins, et qui cherche ? »: a territory by zone, for one occupation or all: map and table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pacte.indicators.records.profile import FICTITIOUS, SeriesByZone, SubzoneValue, ZoneBreakdown
from pacte.indicators.rules.profile_blocks import ProfileBlock, ProfileCell, period_text, profile_number_text
from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.reference.queries import zone_outlines
from pacte.reference.records import ZoneKind
from pacte.web.charts.map import Zone, ZoneMap
from pacte.web.pages.territory.frame import KIND_WORDS, SLUG_OF, zone_url
from pacte.web.pages.territory.map_model import limits

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND, OCCUPATION = "par", "metier"
_LEAST = 3


def told(found: ZoneBreakdown) -> dict[str, Any]:
    """Parameters of the section: its select fields, the table, and the map of its first column."""
    one, many = KIND_WORDS[found.kind]
    names = dict(found.occupations)
    return {
        "title": "Où sont les besoins, zone par zone ?",
        "fields": [_kinds(found), _occupations(found)],
        "sentence": _sentence(found, names.get(found.split, ""), many),
        "columns": [
            {"label": f"{one[:1].upper()}{one[1:]}"},
            *({"label": _head(each), "kind": "num"} for each in found.series),
        ],
        "rows": [_row(code, name, found) for code, name in found.zones.items()],
        "sources": [_source(each) for each in found.series],
        "map": _map(found, names.get(found.split, ""), one),
    }


def on_paper(found: ZoneBreakdown) -> ProfileBlock:
    """The same table as a block of the profile, for its PDF."""
    one, many = KIND_WORDS[found.kind]
    rows = tuple(
        (ProfileCell(name), *(ProfileCell(**_cell(each.values.get(code))) for each in found.series))
        for code, name in found.zones.items()
    )
    columns = ((f"{one[:1].upper()}{one[1:]}", False), *((_head(each), True) for each in found.series))
    return ProfileBlock(
        "zones", "Où sont les besoins, zone par zone ?", _sentence(found, "", many), columns, rows,
        tuple(_source(each) for each in found.series),
    )  # fmt: skip


def _kinds(found: ZoneBreakdown) -> dict[str, Any]:
    choices = [{"value": each, "label": KIND_WORDS[each][0], "chosen": each == found.kind} for each in found.kinds]
    return {"id": "choix-par", "name": KIND, "label": "Découpage", "kind": "select", "required": True,
            "choices": choices}  # fmt: skip


def _occupations(found: ZoneBreakdown) -> dict[str, Any]:
    choices = [{"value": "", "label": "tous les métiers", "chosen": not found.split}]
    choices += [
        {"value": code, "label": f"{name} ({code.partition(':')[2]})", "chosen": code == found.split}
        for code, name in found.occupations
    ]
    return {"id": "choix-metier", "name": OCCUPATION, "label": "Métier", "kind": "select", "required": True,
            "choices": choices}  # fmt: skip


def _head(series: SeriesByZone) -> str:
    return f"{series.label}{', au moins' if series.is_partial else ''}"


def _row(code: str, name: str, found: ZoneBreakdown) -> list[Any]:
    url = zone_url("profile", ZoneKind(found.kind), code) if ZoneKind(found.kind) in SLUG_OF else ""
    return [{"text": name, "url": url}, *(_cell(each.values.get(code)) for each in found.series)]


def _cell(value: SubzoneValue | None) -> dict[str, str]:
    if value is None:
        return {"text": "non donné", "value": ""}
    if value.value is None:
        return {"text": "secret", "value": ""}
    note = f"+ {pluralise(value.hidden, 'secret', 'secrets')}" if value.hidden else ""
    return {"text": profile_number_text(value.value), "value": f"{value.value.normalize():f}", "note": note}


def _sentence(found: ZoneBreakdown, occupation: str, many: str) -> str:
    first = found.series[0]
    known = [(value.value, found.zones[code]) for code, value in found.values_of(first) if value.value is not None]
    whom = f"{occupation} : " if occupation else ""
    if not known:
        return apply_french_spacing(f"{whom}{first.label.lower()}, tout est gardé secret par la source.")
    most, where = max(known)
    asked = "Les besoins des employeurs ne se comptent pas dans ce découpage. " if not _has_needs(found) else ""
    return apply_french_spacing(
        f"{whom}{asked}{first.label}, {period_text(first.first, first.last)} : {profile_number_text(most)} à {where}, "
        f"le plus de {len(found.zones)} {many}."
    )


def _has_needs(found: ZoneBreakdown) -> bool:
    needs = {"hiring_projects", "job_offers_by_occupation"}
    return any(each.code.removeprefix(FICTITIOUS) in needs for each in found.series)


def _source(series: SeriesByZone) -> str:
    partial = " ; somme des communes que la source donne" if series.is_partial else ""
    return apply_french_spacing(f"{series.label} : {series.source}, {period_text(series.first, series.last)}{partial}.")


def _map(found: ZoneBreakdown, occupation: str, one: str) -> ZoneMap | None:
    """Returns None when the outlines of the zones are not loaded, or below three known values."""
    first = found.series[0]
    shapes = zone_outlines(ZoneKind(found.kind), codes=found.zones)
    known = sorted(value.value for _, value in found.values_of(first) if value.value is not None)
    if len(shapes) < _LEAST or len(known) < _LEAST:
        return None
    zones = tuple(
        _zone(each.code, each.name, tuple(tuple(ring) for ring in each.rings), first.values, found.kind)
        for each in shapes
    )
    whom = f", {occupation}" if occupation else ""
    title = f"{first.label}{whom}, par {one}, {period_text(first.first, first.last)}"
    return ZoneMap(title, zones, limits(known), unit=first.unit, places=_places(known))


def _places(known: list[Decimal]) -> int:
    return 0 if all(each == each.to_integral_value() for each in known) else 1


def _zone(
    code: str,
    name: str,
    rings: tuple[tuple[tuple[float, float], ...], ...],
    values: Mapping[str, SubzoneValue],
    kind: str,
) -> Zone:
    value = values.get(code)
    return Zone(
        code, name, rings,
        value=value.value if value else None,
        masked=value is not None and value.value is None,
        reason="gardé secret par la source",
        address=zone_url("profile", ZoneKind(kind), code) if ZoneKind(kind) in SLUG_OF else "",
    )  # fmt: skip
