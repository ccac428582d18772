"""Reads a file of external series: detects its source by the headings, keeps valid rows, locates errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from pacte.exchange import series
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import SERIES
from pacte.exchange.plan_table.sheet_view import SheetView
from pacte.exchange.records import FileFormat, Grid, column_letter
from pacte.exchange.sandbox.launcher import parse_in_sandbox, safe_file_name
from pacte.exchange.series_records import (
    CellError,
    SeriesReading,
    SeriesRow,
    SeriesSource,
    SeriesValue,
    ZoneNames,
    series_heading_key,
)
from pacte.indicators.records.series_input import SeriesPointInput
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.defects import CellReference, Defect, Severity
from pacte.kernel.french import apply_french_spacing
from pacte.kernel.returned_rows import mark_column, mark_in
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind

_TOP_ROWS = 20
_FIX_THE_LINE = "Corrigez la ligne dans le fichier ; les autres sont gardées."

KnownZones = Mapping[ZoneKind, frozenset[str]]
"""Codes of the loaded territory, by kind of zone. A kind that is not loaded is absent."""


def series_sources() -> dict[str, SeriesSource]:
    """Series sources by code."""
    return {
        code: each for code, each in load_catalog_entries(series, "SOURCE").items() if isinstance(each, SeriesSource)
    }


def read_series(
    data: bytes, *, name: str, known: KnownZones, names: ZoneNames | None = None, source_code: str = ""
) -> SeriesReading:
    """Returns the values of a file, or the defects that explain why there are none. Never raises on file content.

    ``known``: codes of the loaded zones. ``names``: zones by name, for producers that give no code.
    """
    name = safe_file_name(name)
    try:
        parsed = parse_in_sandbox(data, name=name, bounds=SERIES)
    except UnreadableFile as refusal:
        message = apply_french_spacing(" ".join(part for part in (refusal.message, refusal.reason) if part))
        cell = CellReference(refusal.sheet, refusal.row, refusal.column or "A") if refusal.row else None
        return SeriesReading(
            name, defects=(Defect(refusal.code, message, cell, "", apply_french_spacing(refusal.hint)),)
        )
    if parsed.kind is FileFormat.YAML:
        wrong = Defect(
            "file_type", f"{name} n’est ni un classeur ni un csv.", hint="Donnez le fichier .xlsx, .ods ou .csv."
        )
        return SeriesReading(name, defects=(wrong,))
    tables = [table for grid in parsed.grids if grid.cells and (table := _table(grid, source_code))]
    if not tables:
        return SeriesReading(name, defects=(_unknown_source_defect(parsed.grids, source_code),))
    source = tables[0][0]
    return _read_tables(name, source, [(view, top) for each, view, top in tables if each is source], known, names)


def _table(grid: Grid, source_code: str) -> tuple[SeriesSource, SheetView, int] | None:
    """Finds the source whose headings are all in one row; with several candidates, the one with the most headings."""
    view = SheetView(grid)
    wanted = [each for code, each in series_sources().items() if source_code in ("", code)]
    for row in range(1, min(view.height, _TOP_ROWS) + 1):
        keys = _headings(view, row)
        fits = [each for each in wanted if each.columns_in(keys) is not None]
        if fits:
            return max(fits, key=lambda each: len(each.headings)), view, row
    return None


def _headings(view: SheetView, row: int) -> dict[int, str]:
    return {column: series_heading_key(view.text(row, column)) for column in range(1, view.width + 1)}


def _unknown_source_defect(grids: tuple[Grid, ...], source_code: str) -> Defect:
    sources = series_sources()
    source = sources.get(source_code)
    if source is not None:
        here = {word for grid in grids for row in range(1, 4) for word in _headings(SheetView(grid), row).values()}
        lacks = ", ".join(each for each in source.headings if series_heading_key(each) not in here)
        return Defect(
            "headings",
            f"Ce fichier n’a pas les titres de « {source.label} » : il manque {lacks}.",
            hint="Donnez le fichier tel que la source le publie.",
        )
    labels = " ; ".join(each.label for each in sources.values())
    return Defect(
        "source_unknown",
        "Aucune source connue n’a les titres de ce fichier.",
        hint=f"Sources lues : {labels}. « Séries et déclarations » montre leurs titres.",
    )


def _read_tables(
    name: str, source: SeriesSource, tables: list[tuple[SheetView, int]], known: KnownZones, names: ZoneNames | None
) -> SeriesReading:
    collector = _PointCollector(known, names)
    headings = tuple(_columns(source, *tables[0]))
    wrong_rows: dict[tuple[str, int], tuple[str, ...]] = {}
    marks: list[int] = []
    for view, top in tables:
        columns = _columns(source, view, top)
        column_of_marks = mark_column(tuple(columns))
        for row in range(top + 1, view.height + 1):
            texts = {heading: view.text(row, column) for heading, column in columns.items()}
            if not any(texts.values()):
                continue
            if not collector.add_row(source, view, row, texts, columns):
                wrong_rows[view.grid.sheet, row] = tuple(texts.get(heading, "") for heading in headings)
            elif (mark := mark_in(tuple(texts.values()), column_of_marks)) is not None:
                marks.append(mark)
    if not collector.lines:
        collector.defects.append(
            Defect("no_line", "Le fichier a ses titres, et aucune ligne.", hint="Donnez-le entier.")
        )
    for kind in collector.unloaded:
        collector.defects.append(
            Defect(
                "zones_not_loaded",
                f"Les {ZONE_KIND_LABELS[kind][1]} ne sont pas chargés : leurs valeurs sont gardées, et"
                " ne paraîtront dans les profils qu’avec eux.",
                hint="Déposez d’abord le référentiel de ces zones.",
                severity=Severity.WARNING,
            )
        )
    return SeriesReading(
        name,
        source,
        {code: tuple(points.values()) for code, points in collector.points.items()},
        collector.names,
        collector.lines,
        collector.hidden,
        collector.outside,
        tuple(collector.defects),
        headings,
        wrong_rows,
        collector.has_parts,
        tuple(marks),
    )


def _columns(source: SeriesSource, view: SheetView, top: int) -> dict[str, int]:
    """Maps headings to their first column; other columns are mapped under their own name."""
    keys = _headings(view, top)
    named = source.columns_in(keys) or {}
    taken = {*named.values()}
    first: dict[str, int] = {}
    for column, key in keys.items():
        first.setdefault(key, column)
    others = {view.text(top, column): column for column in first.values() if column not in taken}
    return {**named, **{heading: column for heading, column in others.items() if heading and heading not in named}}


class _PointCollector:
    """Collects the values of the rows; duplicate values must be equal."""

    def __init__(self, known: KnownZones, names: ZoneNames | None) -> None:
        self._known, self._names = known, names
        self._parts: dict[tuple[object, ...], dict[str, Decimal | None]] = defaultdict(dict)
        self.points: dict[str, dict[tuple[object, ...], SeriesPointInput]] = defaultdict(dict)
        self.names: dict[str, dict[str, str]] = defaultdict(dict)
        self.defects: list[Defect] = []
        self.unloaded: dict[ZoneKind, None] = {}
        self.lines = self.hidden = self.outside = 0
        self.has_parts = False

    def add_row(
        self, source: SeriesSource, view: SheetView, row: int, texts: Mapping[str, str], columns: Mapping[str, int]
    ) -> bool:
        """Adds the values of the row; False when some or all are wrong."""
        self.lines += 1
        wrong_before = len(self.defects)
        try:
            marks = list(source.marks(SeriesRow(texts, self._names)))
        except CellError as fault:
            cell = CellReference(view.grid.sheet, row, column_letter(columns.get(fault.heading, 1)))
            self.defects.append(
                Defect(fault.code, f"{fault.heading} : {fault.message}", cell, fault.value, _FIX_THE_LINE)
            )
            return False
        placed = [mark for mark in marks if self._is_inside(mark, view, row)]
        twice = [mark for mark in placed if self._contradicts(mark)]
        if twice:
            self.defects.append(
                Defect(
                    "line_contradicts",
                    "Une autre ligne donne une autre valeur pour la même zone et la même période.",
                    CellReference(view.grid.sheet, row, "A"),
                    hint="Gardez la bonne ; la première lue est gardée.",
                )
            )
            return False
        for mark in placed:
            self._add_point(mark)
            if mark.split_label:
                self.names[mark.series].setdefault(mark.point.split, mark.split_label)
        return len(self.defects) == wrong_before

    def _contradicts(self, mark: SeriesValue) -> bool:
        parts = self._parts[mark.series, mark.point.key]
        return mark.part in parts and parts[mark.part] != mark.point.value

    def _add_point(self, mark: SeriesValue) -> None:
        """Adds the value to those of the other parts of the zone."""
        parts = self._parts[mark.series, mark.point.key]
        self.has_parts = self.has_parts or bool(mark.part)
        if mark.part in parts:
            return
        before = self.points[mark.series].get(mark.point.key)
        parts[mark.part] = mark.point.value
        values = [value for value in parts.values() if value is not None]
        point = replace(mark.point, value=sum(values, Decimal(0)) if len(values) == len(parts) else None)
        self.points[mark.series][mark.point.key] = point
        self.hidden += point.is_hidden - (before.is_hidden if before else 0)

    def _is_inside(self, mark: SeriesValue, view: SheetView, row: int) -> bool:
        """Whether the zone is in the loaded territory. Others are counted; one that should be loaded is a defect."""
        kind, code = ZoneKind(mark.point.zone_kind), mark.point.zone_code
        codes = self._known.get(kind, frozenset())
        if code in codes:
            return True
        regions = self._known.get(ZoneKind.REGION, frozenset())
        if not codes and regions and mark.region and mark.region not in regions:
            self.outside += 1  # National file and kind of zone not loaded: the region given by the row decides.
            return False
        if not codes:
            self.unloaded[kind] = None
            return True
        here = self._known.get(ZoneKind.DEPARTMENT, frozenset())
        if kind is ZoneKind.COMMUNE and code[:2] in here:
            self.defects.append(
                Defect(
                    "zone_unknown",
                    f"La commune « {code} » n’est pas connue dans le département {code[:2]}.",
                    CellReference(view.grid.sheet, row, "A"),
                    code,
                    _FIX_THE_LINE,
                )
            )
        else:
            self.outside += 1
        return False
