"""Reads the rows of a file as acts: locates errors by row and column, finds duplicates, writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import IO

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.formats.orientation_acts import STATUSES
from pacte.exchange.orientation.layouts import OWN_LAYOUT, detect_layout, suggested_headings
from pacte.exchange.rows.checking import RowChecker
from pacte.exchange.rows.reading import RowStream, read_rows
from pacte.exchange.rows.records import ParsedRow, RowsFormat
from pacte.interop.records import OrientationAct, PersonInput, RowIssueLevel
from pacte.interop.services.act_files import FileRowIssue
from pacte.kernel.defects import CellReference, Defect, Severity
from pacte.kernel.french import apply_french_spacing, fold_text
from pacte.workflows.apply_orientation_act import act_identity
from pacte.workflows.apply_orientation_batch import ActRow


@dataclass(frozen=True, slots=True)
class ActFileColumns:
    """Columns of a file. ``headings``: heading of the file by field; ``codes``: our status by status of the file."""

    headings: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class ActFileReading:
    """The rows of one file, valid inside the ``with`` block. ``missing``: missing columns; there are then no rows.

    ``after``, set before iteration: rows up to this line are already processed and skipped.
    ``chosen``: heading by field, when columns are mapped. ``unknown``: statuses without a mapping, counted during
    iteration.
    """

    layout: RowsFormat
    headings: list[str]
    missing: list[Defect]
    sheet: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    rows: Iterator[ActRow] = field(default_factory=lambda: iter(()))
    after: int = 0


@contextmanager
def read_acts(
    stream: IO[bytes], *, columns: ActFileColumns | None = None, allowed_layouts: tuple[str, ...] = ()
) -> Iterator[ActFileReading]:
    """Yields the acts of a file in a known layout, or in that of the network. Raises ``UnreadableFile``."""
    with read_rows(stream) as row_stream:
        layout = detect_layout(row_stream.headings, allowed_layouts=allowed_layouts)
        if layout.act is None:
            raise UnreadableFile("layout", f"Ce fichier est : {layout.label}. Il ne dit pas d’actes.", row=1)
        column_mapping = columns or ActFileColumns()
        chosen = _heading_by_field(row_stream.headings, column_mapping) if layout.code == OWN_LAYOUT else None
        check = RowChecker(layout.columns, row_stream.headings, empty=layout.empty, heading_by_field=chosen)
        reading = ActFileReading(layout, row_stream.headings, check.missing, row_stream.sheet, chosen or {})
        if not check.missing:
            reading.rows = _acts(row_stream, reading, check, column_mapping.codes)
        yield reading


def _heading_by_field(headings: Sequence[str], column_mapping: ActFileColumns) -> dict[str, str]:
    """Returns the saved mapping where the file has its headings, else the suggestions: a tool may rename a column."""
    here = {fold_text(heading) for heading in headings}
    proposed = suggested_headings(headings)
    overrides = {
        field: heading
        for field, heading in column_mapping.headings.items()
        if not heading or fold_text(heading) in here or field not in proposed
    }
    return {**proposed, **overrides}


def _acts(
    row_stream: RowStream, reading: ActFileReading, check: RowChecker, codes: Mapping[str, str]
) -> Iterator[ActRow]:
    seen: dict[str, int] = {}
    layout = reading.layout
    for line, cells in row_stream.rows:
        if line <= reading.after:
            continue
        parsed_row = _with_codes(check.read(line, cells), codes)
        defects = list(parsed_row.defects)
        act: OrientationAct | None = None
        if parsed_row.is_good and layout.act is not None:
            act_or_defect = layout.act(parsed_row)
            if isinstance(act_or_defect, Defect):
                label = check.column_label(act_or_defect.column)
                defects.append(replace(act_or_defect, cell=CellReference("", line, label)))
                if act_or_defect.code == "status_unknown":
                    reading.unknown[parsed_row.text("status")[:80]] += 1
            else:
                act = act_or_defect
        if act is not None:
            slot = f"{act_identity('', act)}:{act.on}"
            if slot in seen:
                message = f"Cette ligne dit la même chose que la ligne {seen[slot]} : elle compte une fois."
                defects.append(Defect("double", message, CellReference("", line), severity=Severity.WARNING))
            seen.setdefault(slot, line)
        yield ActRow(line, act, tuple(_line_report(each) for each in defects))


def _with_codes(read: ParsedRow, codes: Mapping[str, str]) -> ParsedRow:
    status = read.text("status")
    if status and status not in STATUSES and status in codes:
        return ParsedRow(read.row, {**read.values, "status": codes[status]}, read.defects)
    return read


def _line_report(defect: Defect) -> FileRowIssue:
    level = RowIssueLevel.ERROR if defect.is_error else RowIssueLevel.ADVICE
    return FileRowIssue(defect.row, level, defect.code, apply_french_spacing(defect.message), defect.column)


@dataclass(slots=True)
class DryRunReport:
    """Result of a dry run of the reading: the content of a file that is not applied.

    ``people``: people named by the acts, with their first line, by their number in the tool.
    """

    layout: str = ""
    headings: list[str] = field(default_factory=list)
    sheet: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    people: dict[str, tuple[int, PersonInput]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    lines: list[FileRowIssue] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return self.counts["error"]


_MAX_REPORTED_LINES = 500


def read_without_applying(
    stream: IO[bytes],
    *,
    columns: ActFileColumns | None = None,
    allowed_layouts: tuple[str, ...] = (),
    max_lines: int = _MAX_REPORTED_LINES,
) -> DryRunReport:
    """Reads the whole file. Never raises on file content. ``max_lines``: maximum number of report lines."""
    report = DryRunReport()
    try:
        with read_acts(stream, columns=columns, allowed_layouts=allowed_layouts) as reading:
            report.layout, report.headings, report.sheet = reading.layout.code, reading.headings, reading.sheet
            report.chosen, report.unknown = reading.chosen, reading.unknown
            report.lines += [_line_report(each) for each in reading.missing]
            report.counts["error"] += len(reading.missing)
            for row in reading.rows:
                report.counts["rows"] += 1
                report.counts["act" if row.act else "error"] += 1
                if row.act:
                    report.people.setdefault(row.act.person.reference, (row.row, row.act.person))
                report.counts["double"] += any(each.code == "double" for each in row.issues)
                report.lines += row.issues[: max(max_lines - len(report.lines), 0)]
    except UnreadableFile as refusal:
        text = apply_french_spacing(" ".join(part for part in (refusal.message, refusal.reason, refusal.hint) if part))
        report.lines.append(FileRowIssue(refusal.row or 0, RowIssueLevel.ERROR, refusal.code, text))
        report.counts["error"] += 1
    return report
