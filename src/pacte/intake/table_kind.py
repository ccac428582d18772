"""A kind of file that is a table of independent rows, declared by its columns and by what a batch of rows does."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import IO, ClassVar, Generic, TypeVar

from django.db import transaction

from pacte.accounts.row_context import acting_as
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.rows.records import ColumnSpec, ParsedRow
from pacte.intake.file_kind import FileKind, FileLedger
from pacte.intake.records import FileContext, OptionChoice, Outcome, Preview, RowResult
from pacte.intake.row_reading import KindRow, KindRows, RowLayout, missing_column_defects, read_kind_rows
from pacte.intake.writing_turns import take_writing_turn
from pacte.kernel.defects import Defect
from pacte.kernel.french import format_number

Item = TypeVar("Item")


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

    def known_headings(self, context: FileContext) -> Iterable[str]:
        """Headings by which the tables of a file are found, below any title and among several sheets."""
        yield from (each for column in self.columns for each in (column.heading, *column.synonyms))
        yield from (heading for heading in context.mapping.headings.values() if heading)

    def layout(self, headings: Sequence[str], context: FileContext) -> RowLayout:
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
            take_writing_turn(self.code, context.sender.host.pk)
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
