"""Imports a file of external series: parses it in the sandbox, compares it with the database, writes the changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.exchange.series_reading import Known, read_series
from pacte.exchange.series_records import SeriesRead, SeriesSource, ZoneNames, heading_key
from pacte.indicators.queries import all_series
from pacte.indicators.records.series_input import PointsImportResult, SeriesImportInput
from pacte.indicators.services import (
    add_points,
    record_series_break,
    record_series_import,
    save_series,
    save_split_names,
)
from pacte.kernel.actor import Actor
from pacte.reference.queries import places_of_kind, territory_editions, zone_code_by_commune, zone_names_by_code
from pacte.reference.records import ZoneKind

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation

_NAMED_KINDS = (ZoneKind.DEPARTMENT, ZoneKind.REGION)
_KINDS = (ZoneKind.DEPARTMENT, ZoneKind.REGION, ZoneKind.LABOUR_BASIN)


@dataclass(frozen=True, slots=True)
class SeriesImported:
    """``written`` is None for a dry run or an unreadable file. ``was_known``: same content as the last import."""

    read: SeriesRead
    written: PointsImportResult | None = None
    was_known: bool = False


def known_zones() -> Known:
    """Returns the zone codes of the loaded territory, including former commune codes."""
    if not territory_editions():
        return {}
    known = {kind: frozenset(each.code for each in places_of_kind(kind)) for kind in _KINDS}
    return {**known, ZoneKind.COMMUNE: frozenset(zone_code_by_commune(ZoneKind.COMMUNE))}


def zone_names_known() -> ZoneNames:
    """Returns the codes of all French departments and regions by name, for producers that give no code."""
    if not territory_editions():
        return {}
    return {kind: {heading_key(name): code for code, name in zone_names_by_code(kind).items()} for kind in _NAMED_KINDS}


def import_series(
    *, actor: Actor, host: Organisation, data: bytes, name: str, source_code: str = "", dry: bool = False
) -> SeriesImported:
    """Writes valid rows and reports the others. Importing a file again writes nothing. Raises ``Unseen``.

    All series of the file are written in one transaction. A changed value is added as a correction of the previous one.
    """
    found = read_series(data, name=name, known=known_zones(), names=zone_names_known(), source_code=source_code)
    if dry or found.source is None or not found.points:
        return SeriesImported(found)
    with transaction.atomic():
        written = _write(actor, host, found, found.source)
        given = SeriesImportInput(
            found.source.code,
            found.source.label,
            found.edition,
            found.source.licence,
            found.name,
            hashlib.sha256(data).hexdigest(),
        )
        counts = {
            "lines": found.lines,
            "added": written.added,
            "corrected": written.corrected,
            "known": written.known,
            "hidden": found.hidden,
            "outside": found.outside,
            "errors": len(found.errors),
        }
        kept = record_series_import(actor=actor, host=host, data=given, counts=counts)
    return SeriesImported(found, written, was_known=kept is None)


def _write(actor: Actor, host: Organisation, found: SeriesRead, source: SeriesSource) -> PointsImportResult:
    added = corrected = known = 0
    label = f"{source.label}, {found.edition} ({found.name})"
    for sheet in source.sheets:
        points = found.points.get(sheet.code, ())
        if not points:
            continue
        series = save_series(actor=actor, host=host, data=sheet)
        done = add_points(actor=actor, series=series, points=points, source_label=label)
        save_split_names(actor=actor, series=series, names=found.names.get(sheet.code, {}))
        added, corrected, known = added + done.added, corrected + done.corrected, known + done.known
    told = {(each.code, cut.on) for each in all_series(actor=actor, host_id=host.pk) for cut in each.breaks.all()}
    named = {each.code: each for each in all_series(actor=actor, host_id=host.pk)}
    for code, on, reason in source.breaks:
        if code in named and (code, on) not in told:
            record_series_break(actor=actor, series=named[code], on=on, reason=reason)
    return PointsImportResult(added, corrected, known)
