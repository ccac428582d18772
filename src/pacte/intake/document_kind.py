"""A kind of file that is read whole and written in one transaction."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Generic, TypeVar

from pacte.accounts.row_context import acting_as
from pacte.exchange.errors import UnreadableFile
from pacte.intake.file_kind import FileKind, FileLedger
from pacte.intake.records import FileContext, Outcome, Preview, RowResult
from pacte.kernel.errors import Conflict, ValidationError

Document = TypeVar("Document")


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What the writing of a document did: rows by outcome, and a sentence ("" when the counts say it all).

    ``result``: what the kind needs to find it again. ``undoable``: changes that can be taken back.
    """

    counts: Mapping[str, int]
    note: str = ""
    result: Mapping[str, object] = field(default_factory=dict)
    undoable: Sequence[RowResult] = ()


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
            batch.settle_marks(preview.settled_marks)
            for position, change in enumerate(done.undoable, start=1):
                batch.add_undoable(position, change)
            batch.conclude(note=done.note, result=done.result)
        ledger.complete()

    def _applied(self, document: Document, context: FileContext) -> DocumentResult:
        """A conflict with what is there sends the file back to its sender: the ledger has conflicts of its own."""
        try:
            return self.apply(document, context)
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error

    def _compared(self, document: Document, context: FileContext) -> Preview:
        with acting_as(context.actor):
            return self.compare(document, context)
