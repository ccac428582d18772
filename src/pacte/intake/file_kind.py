"""What a kind of file is: one file of ``kinds/`` each. Three families share one road.

``TableKind``: a table of independent rows, declared by its columns and by what a batch of rows does. ``DocumentKind``:
read whole, written in one transaction. Any other kind, such as a catalogue read as a stream, extends ``FileKind``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from typing import IO, TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from django.db import transaction

from pacte.accounts.row_context import acting_as
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.rows.records import ColumnSpec, ParsedRow
from pacte.intake.records import (
    Agreement,
    ExpectedSource,
    FileContext,
    FileOption,
    FileSender,
    OptionChoice,
    Outcome,
    Preview,
    RefusedFileRow,
    RowResult,
)
from pacte.intake.row_reading import KindRow, KindRows, RowLayout, missing_column_defects, read_kind_rows
from pacte.kernel.defects import Defect
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.kernel.french import format_number

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor

Item = TypeVar("Item")
Document = TypeVar("Document")


@dataclass(frozen=True, slots=True)
class KindLink:
    """A page of the site, by the name of its URL. ``query``: what follows « ? »."""

    label: str
    view: str
    arguments: tuple[object, ...] = ()
    query: str = ""


@dataclass(frozen=True, slots=True)
class KindWords:
    """What the pages say of a kind, in French.

    ``row``: singular and plural of a row; ``outcomes``: words after the number of rows of each outcome. ``promise``:
    what is kept and what is not, said under the field of the file. ``last_step``: what the writing is called.
    """

    label: str
    question: str
    intro: str
    drop_label: str
    promise: str
    write_verb: str = "Écrire ces changements"
    last_step: str = "Écrire"
    row: tuple[str, str] = ("ligne", "lignes")
    outcomes: Mapping[Outcome, tuple[str, str]] = field(
        default_factory=lambda: {
            Outcome.ADDED: ("ajoutée", "ajoutées"),
            Outcome.CHANGED: ("changée", "changées"),
            Outcome.UNCHANGED: ("sans changement", "sans changement"),
            Outcome.REFUSED: ("refusée", "refusées"),
        }
    )
    wrong_file: str = ""


@runtime_checkable
class UndoableKind(Protocol):
    """A kind whose files can be undone: each change keeps what takes it back."""

    def undo(self, change: Mapping[str, object], context: FileContext) -> None:
        """Takes one change back, the last one first. Raises ``Conflict`` when something happened since."""


class FileBatch(Protocol):
    """What one transaction of writing did."""

    def add(self, row: RefusedFileRow, result: RowResult) -> None: ...

    def add_counts(self, counts: Mapping[str, int]) -> None: ...

    def add_undoable(self, position: int, result: RowResult) -> None:
        """Keep what takes a change back, without counting a row."""


class FileLedger(Protocol):
    """Where the writing of a file is. ``position``: rows up to this one are written.

    ``batch`` opens a transaction in the name of the sender, in which the position moves to ``upto``.
    """

    @property
    def position(self) -> int: ...

    @property
    def is_spent(self) -> bool: ...

    def start(self, *, headings: Sequence[str]) -> None: ...

    def batch(self, upto: int) -> AbstractContextManager[FileBatch]: ...

    def complete(self, *, note: str = "", result: Mapping[str, object] | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What the writing of a document did: rows by outcome, and a sentence ("" when the counts say it all).

    ``result``: what the kind needs to find it again. ``undoable``: changes that can be taken back.
    """

    counts: Mapping[str, int]
    note: str = ""
    result: Mapping[str, object] = field(default_factory=dict)
    undoable: Sequence[RowResult] = ()


class FileKind(ABC):
    """One kind of file. ``code``: in URLs, commands and the ledger.

    ``is_personal``: its files hold data about people: they are kept a day, their refused rows a month, and the erasure
    of a person erases their rows. ``scope_option``: the option on which the columns of a sender depend.
    ``url_options``: options that the URL carries, such as the session of a sheet: the kind has no page without them.
    ``max_command_bytes``: what a command may send, when it is more than ``max_bytes``, that of the site.
    ``former_names``: spellings of the command that answer with the present one. ``nav``: its menu entry.
    ``writes_at_once``: the sender may write without looking, for a form that comes from here.
    """

    code: ClassVar[str]
    words: ClassVar[KindWords]
    extensions: ClassVar[tuple[str, ...]] = (".xlsx", ".ods", ".csv")
    max_bytes: ClassVar[int] = 10 * 1024**2
    max_command_bytes: ClassVar[int] = 0
    is_personal: ClassVar[bool] = False
    nav: ClassVar[str] = ""
    former_names: ClassVar[tuple[str, ...]] = ()
    writes_at_once: ClassVar[bool] = False
    scope_option: ClassVar[str] = ""
    url_options: ClassVar[tuple[str, ...]] = ()

    @property
    def content_delay(self) -> timedelta:
        """How long a checked file waits for its sender."""
        return timedelta(days=1 if self.is_personal else 30)

    @property
    def refused_delay(self) -> timedelta:
        """How long a refused row can be fetched."""
        return timedelta(days=30 if self.is_personal else 365)

    @abstractmethod
    def senders(self, actor: Actor) -> Sequence[FileSender]:
        """On whose behalf the actor may send such a file; none: the kind does not exist for them."""

    def opening_sender(self, data: bytes, file_name: str, actor: Actor) -> FileSender | None:
        """Who sends the first file of an installation that has no Region yet, made for it. For commands only."""
        return None

    def reader_hosts(self, actor: Actor) -> frozenset[int]:
        """Regions of which the actor reads all the files of this kind, whoever sent them."""
        return frozenset()

    def writing_rank(self, file_name: str) -> int:
        """Of files dropped together, those of a lower rank are written first."""
        return 0

    def expected_sources(self, actor: Actor, host: Organisation) -> Sequence[ExpectedSource]:
        """The sources of such files that have a rhythm, for that Region."""
        return ()

    def options(self, context: FileContext) -> tuple[FileOption, ...]:
        return ()

    def check_subject(self, context: FileContext) -> None:
        """Raises ``NotFound`` when what the URL names is not theirs."""
        if not all(context.options.get(name) for name in self.url_options):
            raise NotFound

    def check_options(self, context: FileContext) -> None:
        """Raises ``NotFound``, or ``ValidationError`` with the name of the option, when an answer is wrong."""
        self.check_subject(context)
        for option in self.options(context):
            answer = context.options.get(option.name, "")
            is_known = option.kind != "choice" or answer in {each.value for each in option.choices}
            if (option.is_required and not answer) or (answer and not is_known):
                raise ValidationError(option.name, option.missing)

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        """The pages above that of the file."""
        return ()

    def downloads(self, context: FileContext) -> tuple[KindLink, ...]:
        """Files that a sender fills in and sends back."""
        return ()

    def done_link(self, context: FileContext) -> KindLink | None:
        """Where to see what was written."""
        above = self.breadcrumb(context)
        return above[-1] if above else None

    @abstractmethod
    def preview(self, stream: IO[bytes], context: FileContext) -> Preview:
        """What the file would do. Writes nothing. Raises ``UnreadableFile``."""

    @abstractmethod
    def write(self, stream: IO[bytes], context: FileContext, ledger: FileLedger) -> None:
        """Writes what can be, from the position of the ledger, batch by batch. Raises ``UnreadableFile``."""

    def agreements(self, preview: Preview, context: FileContext) -> tuple[Agreement, ...]:
        return ()


class TableKind(FileKind, Generic[Item]):
    """A table of rows. A row is an item, or is refused; a batch of items is applied in one transaction.

    ``word_field``: the field whose words differ from tool to tool, and ``word_choices`` their meanings. A file of more
    than ``max_compared_rows`` is read, not tried; it is written in the background.
    """

    columns: ClassVar[tuple[ColumnSpec, ...]]
    empty_words: ClassVar[frozenset[str]] = frozenset({""})
    asks_columns: ClassVar[bool] = True
    word_field: ClassVar[str] = ""
    word_choices: ClassVar[tuple[OptionChoice, ...]] = ()
    batch_size: ClassVar[int] = 100
    max_rows: ClassVar[int] = 50_000
    max_compared_rows: ClassVar[int] = 1_000
    refuses_doubles: ClassVar[bool] = True

    @abstractmethod
    def read_row(self, row: ParsedRow, context: FileContext) -> Item | list[Defect]:
        """The item of a row, or what is wrong with it."""

    @abstractmethod
    def apply(self, items: Sequence[Item], context: FileContext) -> Sequence[RowResult]:
        """What each item does, in order. Called in a transaction in the name of the sender; a preview rolls it back."""

    def layout(self, headings: Sequence[str]) -> RowLayout:
        """Columns of a file with these headings: ``columns`` holds those of all the layouts of a kind."""
        return RowLayout(self.columns, self.empty_words)

    def preview_warnings(self, rows: Sequence[KindRow[Item]], context: FileContext) -> Sequence[Defect]:
        """Remarks on rows that enter all the same, which only the whole file can tell."""
        return ()

    def identity(self, item: Item) -> Hashable | None:
        """What must not be said twice in a file; None: a row may come back."""
        return None

    def is_ignored(self, row: ParsedRow) -> bool:
        """True for a row that says nothing, such as an empty line of a form."""
        return not (row.values or row.defects)

    def unknown_word(self, row: ParsedRow) -> str:
        """The word of ``word_field`` whose meaning must be asked, or nothing."""
        return ""

    def preview(self, stream: IO[bytes], context: FileContext) -> Preview:
        preview = Preview()
        with read_kind_rows(self, stream, context) as reading:
            preview.defects += missing_column_defects(self, reading)
            # A form of ours without its columns is another file: there is nothing to ask.
            preview.headings = reading.headings if self.asks_columns or not preview.defects else ()
            rows = [] if preview.defects else self._bounded_rows(reading, preview)
            preview.columns = reading.column_questions() if self.asks_columns else ()
            preview.words = reading.word_questions()
        preview.is_blocked = bool(preview.defects)
        preview.is_compared = len(rows) <= self.max_compared_rows
        if not preview.is_blocked:
            self._fill(preview, rows, context)
        return preview

    def write(self, stream: IO[bytes], context: FileContext, ledger: FileLedger) -> None:
        with read_kind_rows(self, stream, context) as reading:
            missing = missing_column_defects(self, reading)
            if missing:
                raise UnreadableFile("column_missing", " ".join(each.message for each in missing), hint=missing[0].hint)
            ledger.start(headings=reading.headings)
            remaining = (row for row in reading.rows if row.position > ledger.position)
            for rows in _batches(remaining, self.batch_size):
                with ledger.batch(rows[-1].position) as batch:
                    for row, result in self._results(rows, context):
                        batch.add(row.refused(result.defect), result)
                if ledger.is_spent:
                    return
        ledger.complete()

    def _bounded_rows(self, reading: KindRows[Item], preview: Preview) -> list[KindRow[Item]]:
        rows = []
        for row in reading.rows:
            rows.append(row)
            if len(rows) > self.max_rows:
                most = format_number(self.max_rows)
                message = f"Ce fichier a plus de {most} lignes."
                preview.defects.append(Defect("too_many_rows", message, hint="Coupez-le en plusieurs fichiers."))
                return []
        return rows

    def _fill(self, preview: Preview, rows: list[KindRow[Item]], context: FileContext) -> None:
        for row, result in self._tried_results(rows, context, is_compared=preview.is_compared):
            preview.counts[result.outcome] += 1
            preview.defects += row.warnings
            if result.change:
                preview.changes.append(result.change)
            if result.outcome is Outcome.REFUSED:
                refused = row.refused(result.defect)
                preview.refused.append(refused)
                preview.defects += refused.defects
        if preview.is_compared:
            preview.defects += self.preview_warnings(rows, context)

    def _tried_results(
        self, rows: Sequence[KindRow[Item]], context: FileContext, *, is_compared: bool
    ) -> list[tuple[KindRow[Item], RowResult]]:
        """The same calls as a writing, rolled back: a refusal is known in advance."""
        if not is_compared:
            readable = RowResult(Outcome.ADDED)
            return [(row, readable if row.item is not None else RowResult(Outcome.REFUSED)) for row in rows]
        with acting_as(context.actor):
            results = [result for part in _batches(rows, self.batch_size) for result in self._results(part, context)]
            transaction.set_rollback(True)
        return results

    def _results(
        self, rows: Sequence[KindRow[Item]], context: FileContext
    ) -> Iterable[tuple[KindRow[Item], RowResult]]:
        items = [row.item for row in rows if row.item is not None]
        results = iter(self.apply(items, context) if items else ())
        return [
            (row, _placed(next(results), row) if row.item is not None else RowResult(Outcome.REFUSED)) for row in rows
        ]


class DocumentKind(FileKind, Generic[Document]):
    """A file that is read whole and written in one transaction."""

    @abstractmethod
    def read(self, data: bytes, context: FileContext) -> Document:
        """The content of the file. Raises ``UnreadableFile``."""

    @abstractmethod
    def compare(self, document: Document, context: FileContext) -> Preview:
        """What the document would change. Writes nothing."""

    @abstractmethod
    def apply(self, document: Document, context: FileContext) -> DocumentResult:
        """Writes it. Returns rows by outcome, and a sentence on what was done ("" when the counts say it all)."""

    def preview(self, stream: IO[bytes], context: FileContext) -> Preview:
        return self._compared(self.read(stream.read(), context), context)

    def write(self, stream: IO[bytes], context: FileContext, ledger: FileLedger) -> None:
        if ledger.position:
            # The writing stopped after its transaction, before it was said.
            ledger.complete()
            return
        document = self.read(stream.read(), context)
        preview = self._compared(document, context)
        if preview.is_blocked:
            first = preview.defects[0]
            raise UnreadableFile(first.code, first.message, hint=first.hint)
        ledger.start(headings=preview.headings)
        with ledger.batch(1) as batch:
            done = self._applied(document, context)
            batch.add_counts(done.counts)
            for each in preview.refused:
                batch.add(each, RowResult(Outcome.REFUSED))
            for position, change in enumerate(done.undoable, start=1):
                batch.add_undoable(position, change)
        ledger.complete(note=done.note, result=done.result)

    def _applied(self, document: Document, context: FileContext) -> DocumentResult:
        """A conflict with what is there sends the file back to its sender: the ledger has conflicts of its own."""
        try:
            return self.apply(document, context)
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error

    def _compared(self, document: Document, context: FileContext) -> Preview:
        with acting_as(context.actor):
            return self.compare(document, context)


def _batches(rows: Iterable[KindRow[Item]], size: int) -> Iterator[list[KindRow[Item]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def _placed(result: RowResult, row: KindRow[Item]) -> RowResult:
    """The result with the place of its row: a kind says at most the heading of the cell."""
    change, defect = result.change, result.defect
    if change and change.cell is None:
        change = replace(change, cell=row.place())
    if defect:
        defect = replace(defect, cell=row.place(defect.cell.column if defect.cell else ""))
    return replace(result, change=change, defect=defect)
