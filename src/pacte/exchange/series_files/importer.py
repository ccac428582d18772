"""Imports a file of external series: parses it in the sandbox, compares it with the database, writes the changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.exchange.series_files.reading import KnownZones, read_series
from pacte.exchange.series_records import SeriesReading, SeriesSource, ZoneNames, series_heading_key
from pacte.indicators.queries import all_series
from pacte.indicators.queries.series import changed_points
from pacte.indicators.records.series_input import PointsImportResult, SeriesPointInput
from pacte.indicators.rules.periods import months_before
from pacte.indicators.services import (
    add_points,
    record_series_break,
    save_series,
    save_split_names,
)
from pacte.kernel.actor import Actor
from pacte.reference.queries import places_of_kind, territory_editions, zone_codes_by_commune, zone_names_by_kind
from pacte.reference.records import ZoneKind

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.indicators.models import Series

_NAMED_KINDS = (ZoneKind.DEPARTMENT, ZoneKind.REGION)
_KINDS = (ZoneKind.DEPARTMENT, ZoneKind.REGION, ZoneKind.LABOUR_BASIN)


@dataclass(frozen=True, slots=True)
class SeriesImportResult:
    """``written`` is None for a file without values."""

    reading: SeriesReading
    written: PointsImportResult | None = None


@dataclass(frozen=True, slots=True)
class SeriesCorrection:
    """A value that a file changes. ``before`` and ``point.value``: None when the source keeps it secret."""

    point: SeriesPointInput
    before: Decimal | None


@dataclass(frozen=True, slots=True)
class SeriesPreview:
    """What a file would bring to one series."""

    label: str
    values: int
    hidden: int
    result: PointsImportResult
    corrections: tuple[SeriesCorrection, ...] = ()


def known_zones() -> KnownZones:
    """Returns the zone codes of the loaded territory, including former commune codes."""
    if not territory_editions():
        return {}
    known = {kind: frozenset(each.code for each in places_of_kind(kind)) for kind in _KINDS}
    return {**known, ZoneKind.COMMUNE: frozenset(zone_codes_by_commune([ZoneKind.COMMUNE])[ZoneKind.COMMUNE])}


def known_zone_names() -> ZoneNames:
    """Returns the codes of all French departments and regions by name, for producers that give no code."""
    if not territory_editions():
        return {}
    return {
        kind: {series_heading_key(name): code for code, name in names.items()}
        for kind, names in zone_names_by_kind(dict.fromkeys(_NAMED_KINDS)).items()
    }


def import_series(
    *, actor: Actor, host: Organisation, data: bytes, name: str, published_by: date | None = None
) -> SeriesImportResult:
    """Reads a file and writes its valid rows. Importing a file again writes nothing. Raises ``NotFound``.

    ``published_by``: leaves out the values that the delay of their series makes known after that day.
    """
    reading = read_series_file(data, name=name)
    if published_by and reading.source:
        reading = replace(reading, points=_published_points(reading.source, reading.points, published_by))
    if not reading.points:
        return SeriesImportResult(reading)
    return SeriesImportResult(reading, write_series(actor=actor, host=host, reading=reading))


def _published_points(
    source: SeriesSource, points: Mapping[str, tuple[SeriesPointInput, ...]], on: date
) -> dict[str, tuple[SeriesPointInput, ...]]:
    """Those of periods that ended at least the delay of publication before ``on``."""
    last_day = {each.code: months_before(on, each.delay_months) for each in source.series}
    known = {code: tuple(point for point in each if point.last <= last_day[code]) for code, each in points.items()}
    return {code: each for code, each in known.items() if each}


def read_series_file(data: bytes, *, name: str, source_code: str = "") -> SeriesReading:
    """Reads the file in the sandbox, for the loaded territory; writes nothing."""
    return read_series(data, name=name, known=known_zones(), names=known_zone_names(), source_code=source_code)


def preview_series(*, actor: Actor, host: Organisation, reading: SeriesReading) -> list[SeriesPreview]:
    """What the file would bring to each of its series, against the values known today."""
    by_code = {each.code: each for each in all_series(actor=actor, host_id=host.pk, with_breaks=False)}
    return [
        _preview(actor, definition.label, by_code.get(definition.code), points)
        for definition in (reading.source.series if reading.source else ())
        if (points := reading.points.get(definition.code, ()))
    ]


def _preview(actor: Actor, label: str, series: Series | None, points: tuple[SeriesPointInput, ...]) -> SeriesPreview:
    changed = changed_points(actor=actor, series=series, points=points)
    corrections = tuple(SeriesCorrection(each, before.value) for each, before in changed if before is not None)
    result = PointsImportResult(len(changed) - len(corrections), len(corrections), len(points) - len(changed))
    return SeriesPreview(label, len(points), sum(each.is_hidden for each in points), result, corrections)


@transaction.atomic
def write_series(*, actor: Actor, host: Organisation, reading: SeriesReading) -> PointsImportResult:
    """Writes the values read, all series in one transaction. Raises ``NotFound``.

    A changed value is added as a correction of the previous one.
    """
    source = reading.source
    if source is None:
        return PointsImportResult(0, 0, 0)
    added = corrected = known = 0
    label = f"{source.label}, {reading.edition} ({reading.name})"
    for definition in source.series:
        points = reading.points.get(definition.code, ())
        if not points:
            continue
        series = save_series(actor=actor, host=host, data=definition)
        done = add_points(actor=actor, series=series, points=points, source_label=label)
        save_split_names(actor=actor, series=series, names=reading.names.get(definition.code, {}))
        added, corrected, known = added + done.added, corrected + done.corrected, known + done.known
    known_breaks = {
        (each.code, cut.on) for each in all_series(actor=actor, host_id=host.pk) for cut in each.breaks.all()
    }
    series_by_code = {each.code: each for each in all_series(actor=actor, host_id=host.pk)}
    for code, on, reason in source.breaks:
        if code in series_by_code and (code, on) not in known_breaks:
            record_series_break(actor=actor, series=series_by_code[code], on=on, reason=reason)
    return PointsImportResult(added, corrected, known)
