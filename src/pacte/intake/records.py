"""What the road of a file shows and keeps: its state, what it would change, what it asks. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from pacte.kernel.defects import CellReference, Defect

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor


class FileState(StrEnum):
    """``RECEIVED``: checked, waits for its sender. ``WRITING``: goes on in the background from its position."""

    RECEIVED = "received"
    WRITING = "writing"
    DONE = "done"
    DISCARDED = "discarded"
    UNDONE = "undone"


STATE_LABELS = {
    FileState.RECEIVED: "à vérifier",
    FileState.WRITING: "en cours d’écriture",
    FileState.DONE: "écrit",
    FileState.DISCARDED: "abandonné",
    FileState.UNDONE: "défait",
}


class Outcome(StrEnum):
    """What a row does, or would do. ``REFUSED``: it waits in quarantine, with the reason."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Timeliness(StrEnum):
    """Whether the next file of a source is not awaited yet, awaited, or late."""

    UP_TO_DATE = "up_to_date"
    EXPECTED = "expected"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class ExpectedSource:
    """A source whose next file is awaited. ``edition``: what the last one describes, "" when none came.

    ``covered_until``: last day that the last file describes. A file comes every ``every_months``, and is here
    ``after_months`` after the last day that it describes (before it when negative).
    """

    code: str
    label: str
    edition: str = ""
    received_on: date | None = None
    covered_until: date | None = None
    every_months: int = 12
    after_months: int = 0


@dataclass(frozen=True, slots=True)
class FileSender:
    """On whose behalf a file is sent: the organisation that owns it, in the pact of a Region."""

    organisation: Organisation
    host: Organisation


@dataclass(frozen=True, slots=True)
class FileMapping:
    """How a file is read. ``headings``: heading in the file by field, "" if absent. ``words``: our word by theirs.

    ``columns``, for a table read column by column: field by letter, or by heading once it is kept for the next file.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, dict[str, str]]:
        """What a table stores."""
        return {"headings": dict(self.headings), "words": dict(self.words), "columns": dict(self.columns)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Mapping[str, str]]) -> FileMapping:
        return cls(plain.get("headings", {}), plain.get("words", {}), plain.get("columns", {}))


@dataclass(frozen=True, slots=True)
class FileContext:
    """Who sends the file, with which answers (``options``), how it is read and its number in the ledger (0: none).

    ``agreements``: what the sender answered before the writing. ``result``: what the kind kept of an earlier writing.
    """

    actor: Actor
    sender: FileSender
    file_name: str
    options: Mapping[str, str] = field(default_factory=dict)
    mapping: FileMapping = field(default_factory=FileMapping)
    file_id: int = 0
    synthetic: bool = False
    agreements: Mapping[str, str] = field(default_factory=dict)
    result: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OptionChoice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FileOption:
    """A question asked with the file. ``kind``: "choice", "tick", "text", "day" or "hidden".

    ``keeps_files_apart``: the same bytes with another answer are another file.
    """

    name: str
    label: str = ""
    kind: str = "choice"
    choices: tuple[OptionChoice, ...] = ()
    help: str = ""
    is_required: bool = False
    missing: str = "Choisissez une réponse."
    keeps_files_apart: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the file changes: what, from what, to what. ``effect``: what follows from it."""

    subject: str
    before: str = ""
    after: str = ""
    effect: str = ""
    cell: CellReference | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What one row did. ``undo``: what the kind needs to take it back, kept with the change."""

    outcome: Outcome
    change: Change | None = None
    defect: Defect | None = None
    undo: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class RefusedFileRow:
    """A row that is not written: its cells as the file gives them, and what is wrong.

    ``mark``: the refused row, in quarantine, that it mends. ``key``, ``label`` and ``text``: as in quarantine.
    """

    position: int
    sheet: str
    row: int
    cells: tuple[str, ...]
    defects: tuple[Defect, ...]
    mark: int | None = None
    key: str = ""
    label: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """How a column was understood. ``heading``: the one chosen in the file; ``headings``: those it may be."""

    field: str
    label: str
    heading: str
    headings: tuple[str, ...]
    is_required: bool
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a table and what it was understood as: ``field``, one of ``choices``. ``sample``: first content."""

    letter: str
    heading: str
    sample: str
    field: str
    choices: tuple[OptionChoice, ...]
    is_sure: bool = True
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class WordQuestion:
    """A word of the file whose meaning is asked. ``meaning``: the one chosen before, if any."""

    word: str
    meaning: str
    choices: tuple[OptionChoice, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the sender must say before the file is written. ``kind``: "tick" or "reason"."""

    name: str
    label: str
    kind: str = "tick"
    help: str = ""
    missing: str = "Cochez cette case pour continuer."


@dataclass(slots=True)
class Preview:
    """What a file would do; nothing is written. ``counts``: rows by outcome.

    ``is_compared`` is False for a file too long to be tried: it was read, not compared. ``facts``: sentences about the
    whole file. ``more_changes``: those that are counted, beyond ``changes``. ``refused``: rows given back;
    ``settled_marks``: of those given back before, those that enter, for a document. ``columns`` are asked by field,
    ``sheet_columns`` by column. ``saved_columns``: field by heading, to be kept for the next file. ``detail``: what the
    page of that kind shows besides, if it has one.
    """

    counts: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    more_changes: int = 0
    defects: list[Defect] = field(default_factory=list)
    refused: list[RefusedFileRow] = field(default_factory=list)
    settled_marks: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    columns: tuple[ColumnQuestion, ...] = ()
    sheet_columns: tuple[SheetColumn, ...] = ()
    saved_columns: Mapping[str, str] = field(default_factory=dict)
    words: tuple[WordQuestion, ...] = ()
    facts: list[str] = field(default_factory=list)
    agreements: tuple[Agreement, ...] = ()
    is_compared: bool = True
    is_blocked: bool = False
    detail: object = None

    @property
    def is_unreadable(self) -> bool:
        """True when nothing can be asked nor shown about the file: another one must be sent."""
        return self.is_blocked and not (self.columns or self.sheet_columns or self.headings or self.detail)

    @property
    def is_ready_to_write(self) -> bool:
        """True when something would change and nothing is asked of the sender."""
        return not (self.is_blocked or self.agreements) and self.is_compared and self.written_count > 0

    @property
    def asks_first(self) -> bool:
        """True when a column or a word is to be confirmed."""
        is_sure = all(each.is_sure for each in self.columns) and all(each.is_sure for each in self.sheet_columns)
        return self.is_blocked or not is_sure or not all(each.meaning for each in self.words)

    @property
    def row_count(self) -> int:
        return sum(self.counts[each] for each in Outcome)

    @property
    def written_count(self) -> int:
        """Rows that would change something; for a file that is not compared, rows that can be read."""
        return self.counts[Outcome.ADDED] + self.counts[Outcome.CHANGED]
