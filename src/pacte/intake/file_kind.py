"""What a kind of file is: one file of ``kinds/`` each. Three families share one road.

``TableKind`` (``table_kind``): a table of independent rows. ``DocumentKind`` (``document_kind``): read whole, written
in one transaction. Any other kind, such as a catalogue read as a stream, extends ``FileKind``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import IO, TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from pacte.intake.records import (
    Agreement,
    ExpectedSource,
    FileContext,
    FileOption,
    FileSender,
    Outcome,
    Preview,
    RefusedFileRow,
    RowResult,
)
from pacte.kernel.errors import NotFound, ValidationError

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor
    from pacte.kernel.defects import CellReference


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

    def settle(self, keys: Iterable[str]) -> None:
        """The refused rows of these keys wait no longer: these entered."""

    def settle_marks(self, marks: Sequence[int]) -> None:
        """Refused rows that came back and entered, without counting a row."""

    def conclude(self, *, note: str, result: Mapping[str, object]) -> None:
        """What the file did as a whole: kept with its rows, it is not lost when the writing stops before its end."""


class FileLedger(Protocol):
    """Where the writing of a file is. ``position``: rows up to this one are written.

    ``batch`` opens a transaction in the name of the sender, in which the position moves to ``upto``.
    """

    @property
    def position(self) -> int: ...

    @property
    def counts(self) -> Mapping[str, int]: ...

    @property
    def is_spent(self) -> bool: ...

    @property
    def stopped_file_ids(self) -> Collection[int]:
        """Other files of that kind, in that Region, of which a part is written and the end is not."""

    def start(self, *, headings: Sequence[str], row_count: int = 0) -> None:
        """``row_count``: rows of the file, for whoever watches; 0 when it is not known."""

    def batch(self, upto: int) -> AbstractContextManager[FileBatch]: ...

    def complete(self, *, note: str = "", result: Mapping[str, object] | None = None) -> None:
        """``note`` and ``result``: what the file did, where its last batch did not conclude."""


class FileKind(ABC):
    """One kind of file. ``code``: in URLs, commands and the ledger.

    ``is_personal``: its files hold data about people: they are kept a day, their refused rows a month, and the erasure
    of a person erases their rows. ``scope_option``: the option on which the columns of a sender depend.
    ``url_options``: options that the URL carries, such as the session of a sheet: the kind has no page without them.
    ``max_command_bytes``: what a command may send, when it is more than ``max_bytes``, that of the site.
    ``former_names``: spellings of the command that answer with the present one. ``nav``: its menu entry.
    ``writes_at_once``: the sender may write without looking what asks nothing. ``checks_while_writing``:
    the writing refuses what the preview would, and blocks before its first row: a command does not read a file twice.
    ``corrects_rows``: refused rows are corrected one by one, at their ``row_link``.
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
    checks_while_writing: ClassVar[bool] = False
    corrects_rows: ClassVar[bool] = False
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

    def opening_sender(self, stream: IO[bytes], file_name: str, actor: Actor) -> FileSender | None:
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

    def open_options(self, context: FileContext) -> tuple[FileOption, ...]:
        """Questions whose answer can be changed: those that neither the URL nor a hidden field answers."""
        return tuple(
            each for each in self.options(context) if each.kind != "hidden" and each.name not in self.url_options
        )

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

    def place_text(self, cell: CellReference) -> str:
        """A place of the file, in words for people."""
        return str(cell)

    def row_link(self, row_id: int) -> KindLink | None:
        """Where a refused row is corrected by itself."""
        return None

    def would_write(self, preview: Preview) -> bool:
        """True when writing the file would do something, be it to let refused rows wait for their correction."""
        return preview.written_count > 0 or (self.corrects_rows and preview.counts[Outcome.REFUSED] > 0)

    def may_correct(self, actor: Actor, sender: FileSender) -> bool:
        """Whether the actor corrects by themselves the refused rows of that sender."""
        return actor.is_system or sender in self.senders(actor)

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
