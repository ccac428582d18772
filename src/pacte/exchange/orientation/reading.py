"""Reads the rows of a file as acts: locates errors by row and column, finds duplicates, writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import IO

from pacte.exchange.formats.orientation_acts import STATUSES
from pacte.exchange.orientation.layouts import OWN, layout_of, suggested
from pacte.exchange.rows.checking import RowCheck
from pacte.exchange.rows.reading import Rows, rows_of
from pacte.exchange.rows.records import RowDefect, RowRead, RowsFormat
from pacte.exchange.unreadable import Unreadable
from pacte.interop.records import OrientationAct, PersonInput, RowIssueLevel
from pacte.interop.services.act_files import FileRowIssue
from pacte.kernel.french import apply_french_spacing, fold_text
from pacte.workflows.apply_orientation_act import act_identity
from pacte.workflows.apply_orientation_batch import ActRow


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a file. ``headings``: heading of the file by field; ``codes``: our status by status of the file."""

    headings: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class FileReading:
    """The rows of one file, valid inside the ``with`` block. ``missing``: missing columns; there are then no rows.

    ``after``, set before iteration: rows up to this line are already processed and skipped.
    ``chosen``: heading by field, when columns are mapped. ``unknown``: statuses without a mapping, counted during
    iteration.
    """

    layout: RowsFormat
    headings: list[str]
    missing: list[RowDefect]
    sheet: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    rows: Iterator[ActRow] = field(default_factory=lambda: iter(()))
    after: int = 0


@contextmanager
def acts_of(stream: IO[bytes], *, columns: Columns | None = None, among: tuple[str, ...] = ()) -> Iterator[FileReading]:
    """Yields the acts of a file in a known layout, or in that of the network. Raises ``UnreadableFile``."""
    with rows_of(stream) as found:
        layout = layout_of(found.headings, among=among)
        if layout.act is None:
            raise Unreadable("layout", f"Ce fichier est : {layout.label}. Il ne dit pas d’actes.", row=1)
        said = columns or Columns()
        chosen = _chosen(found.headings, said) if layout.code == OWN else None
        check = RowCheck(layout.columns, found.headings, empty=layout.empty, chosen=chosen)
        told = FileReading(layout, found.headings, check.missing, found.sheet, chosen or {})
        if not check.missing:
            told.rows = _acts(found, told, check, said.codes)
        yield told


def _chosen(headings: Sequence[str], said: Columns) -> dict[str, str]:
    """Returns the saved mapping where the file has its headings, else the suggestions: a tool may rename a column."""
    here = {fold_text(heading) for heading in headings}
    proposed = suggested(headings)
    told = {
        field: heading
        for field, heading in said.headings.items()
        if not heading or fold_text(heading) in here or field not in proposed
    }
    return {**proposed, **told}


def _acts(found: Rows, told: FileReading, check: RowCheck, codes: Mapping[str, str]) -> Iterator[ActRow]:
    seen: dict[str, int] = {}
    layout = told.layout
    for line, cells in found.rows:
        if line <= told.after:
            continue
        read = _with_codes(check.read(line, cells), codes)
        defects = list(read.defects)
        act: OrientationAct | None = None
        if read.is_good and layout.act is not None:
            given = layout.act(read)
            if isinstance(given, RowDefect):
                defects.append(replace(given, column=check.where(given.column)))
                if given.code == "status_unknown":
                    told.unknown[read.text("status")[:80]] += 1
            else:
                act = given
        if act is not None:
            slot = f"{act_identity('', act)}:{act.on}"
            if slot in seen:
                said = f"Cette ligne dit la même chose que la ligne {seen[slot]} : elle compte une fois."
                defects.append(RowDefect(line, "", "double", said, is_advice=True))
            seen.setdefault(slot, line)
        yield ActRow(line, act, tuple(_said(each) for each in defects))


def _with_codes(read: RowRead, codes: Mapping[str, str]) -> RowRead:
    status = read.text("status")
    if status and status not in STATUSES and status in codes:
        return RowRead(read.row, {**read.values, "status": codes[status]}, read.defects)
    return read


def _said(defect: RowDefect) -> FileRowIssue:
    level = RowIssueLevel.ADVICE if defect.is_advice else RowIssueLevel.ERROR
    return FileRowIssue(defect.row, level, defect.code, apply_french_spacing(defect.text), defect.column)


@dataclass(slots=True)
class Trial:
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


_LISTED = 500


def try_file(
    stream: IO[bytes], *, columns: Columns | None = None, among: tuple[str, ...] = (), listed: int = _LISTED
) -> Trial:
    """Reads the whole file. Never raises on file content. ``max_lines``: maximum number of report lines."""
    trial = Trial()
    try:
        with acts_of(stream, columns=columns, among=among) as found:
            trial.layout, trial.headings, trial.sheet = found.layout.code, found.headings, found.sheet
            trial.chosen, trial.unknown = found.chosen, found.unknown
            trial.lines += [_said(each) for each in found.missing]
            trial.counts["error"] += len(found.missing)
            for row in found.rows:
                trial.counts["rows"] += 1
                trial.counts["act" if row.act else "error"] += 1
                if row.act:
                    trial.people.setdefault(row.act.person.reference, (row.row, row.act.person))
                trial.counts["double"] += any(each.code == "double" for each in row.issues)
                trial.lines += row.issues[: max(listed - len(trial.lines), 0)]
    except Unreadable as refusal:
        text = apply_french_spacing(" ".join(part for part in (refusal.message, refusal.reason, refusal.hint) if part))
        trial.lines.append(FileRowIssue(refusal.row or 0, RowIssueLevel.ERROR, refusal.code, text))
        trial.counts["error"] += 1
    return trial
