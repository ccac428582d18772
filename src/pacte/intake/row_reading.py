"""The rows of a file of a kind: columns under the headings of the file, words of the sender, doubles, resumption."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Any, Generic, TypeVar

from pacte.exchange.rows.checking import RowChecker
from pacte.exchange.rows.reading import SheetRow, TableHeading, read_tables
from pacte.exchange.rows.records import ColumnSpec, ParsedRow
from pacte.intake.records import ColumnQuestion, FileContext, RefusedFileRow, WordQuestion
from pacte.kernel.defects import CellReference, Defect, Severity
from pacte.kernel.french import apply_french_spacing, fold_text
from pacte.kernel.returned_rows import mark_column, mark_in, sender_columns

if TYPE_CHECKING:
    from pacte.intake.table_kind import TableKind

Item = TypeVar("Item")
# That of the demonstration, on the rows that it gives back.
_NATURE_HEADING = fold_text("Nature")
_MAX_WORDS = 60


@dataclass(frozen=True, slots=True)
class RowLayout:
    """Columns of a file, and the words that stand for an empty cell in it."""

    columns: tuple[ColumnSpec, ...]
    empty_words: frozenset[str] = frozenset({""})


@dataclass(frozen=True, slots=True)
class KindRow(Generic[Item]):
    """A row: its item, or the defects that refuse it. ``mark``: the refused row that it mends, if it bears its mark."""

    position: int
    table: TableHeading
    line: int
    cells: tuple[str, ...]
    item: Item | None
    errors: tuple[Defect, ...] = ()
    warnings: tuple[Defect, ...] = ()
    mark: int | None = None
    column_label: Callable[[str], str] = str

    def place(self, heading: str = "") -> CellReference:
        """Place of the row, or of its cell under one of our headings."""
        return CellReference(self.table.sheet, self.line, self.column_label(heading) if heading else "")

    def refused(self, defect: Defect | None) -> RefusedFileRow:
        """The row as it is given back, with one more defect."""
        defects = (*self.errors, defect) if defect else self.errors
        return RefusedFileRow(self.position, self.table.sheet, self.line, self.cells, defects, self.mark)


@dataclass(slots=True)
class KindRows(Generic[Item]):
    """Rows of one file, valid inside the ``with`` block. ``chosen``: heading by field; ``missing``: columns not found.

    ``unknown_words``: those without a meaning, counted while rows are read.
    """

    kind: TableKind[Item]
    layout: RowLayout
    context: FileContext
    headings: tuple[str, ...]
    chosen: Mapping[str, str]
    missing: tuple[ColumnSpec, ...]
    unknown_words: Counter[str] = field(default_factory=Counter)
    rows: Iterator[KindRow[Item]] = field(default_factory=lambda: iter(()))

    def column_questions(self) -> tuple[ColumnQuestion, ...]:
        sure = {fold_text(each) for column in self.layout.columns for each in (column.heading, *column.synonyms)}
        saved = self.context.mapping.headings
        questions = []
        for column in self.layout.columns:
            heading, is_required = self.chosen.get(column.field, ""), not column.is_absent_allowed
            is_sure = fold_text(heading) in sure or saved.get(column.field) == heading or not is_required
            questions.append(ColumnQuestion(column.field, column.heading, heading, self.headings, is_required, is_sure))
        return tuple(questions)

    def word_questions(self) -> tuple[WordQuestion, ...]:
        known = self.context.mapping.words
        words = [*known, *(word for word in self.unknown_words if word not in known)]
        return tuple(WordQuestion(word, known.get(word, ""), self.kind.word_choices) for word in words[:_MAX_WORDS])


@contextmanager
def read_kind_rows(kind: TableKind[Item], stream: IO[bytes], context: FileContext) -> Iterator[KindRows[Item]]:
    """Yields the rows of a file. Raises ``UnreadableFile``, at once or while rows are read."""
    stream.seek(0)
    with read_tables(stream, known_headings=kind.known_headings(context)) as (first, table_rows):
        headings = tuple(first.headings[place] for place in _own_places(first.headings))
        layout = kind.layout(first.headings, context)
        chosen = _heading_by_field(layout.columns, first.headings, context.mapping.headings)
        missing = tuple(each for each in layout.columns if not (each.is_absent_allowed or chosen.get(each.field)))
        reading: KindRows[Item] = KindRows(kind, layout, context, headings, chosen, missing)
        if not missing:
            reading.rows = _RowReader(reading).rows(table_rows)
        yield reading


def missing_column_defects(kind: TableKind[Any], reading: KindRows[Any]) -> list[Defect]:
    """One defect for each column that the file should have."""
    hint = kind.words.wrong_file or "Dites quelle colonne c’est, ou déposez le fichier entier."
    messages = [f"La colonne « {each.heading} » n’est pas dans le fichier." for each in reading.missing]
    return [Defect("column_missing", apply_french_spacing(message), hint=hint) for message in messages]


def _heading_by_field(
    columns: Sequence[ColumnSpec], headings: Sequence[str], saved: Mapping[str, str]
) -> dict[str, str]:
    """The saved mapping where the file has its headings, else our heading or a synonym: a tool may rename a column."""
    here: dict[str, str] = {}
    for heading in headings:
        here.setdefault(fold_text(heading), heading)
    proposed: dict[str, str] = {}
    for column in columns:
        names = (here.get(fold_text(each)) for each in (column.heading, *column.synonyms))
        match = next((each for each in names if each and each not in proposed.values()), None)
        if match:
            proposed[column.field] = match
    chosen = {
        name: heading
        for name, heading in saved.items()
        if not heading or fold_text(heading) in here or name not in proposed
    }
    return {**proposed, **chosen}


class _RowReader(Generic[Item]):
    def __init__(self, reading: KindRows[Item]) -> None:
        self._reading, self._kind, self._context = reading, reading.kind, reading.context
        self._first_lines: dict[Hashable, CellReference] = {}

    def rows(self, table_rows: Iterator[SheetRow]) -> Iterator[KindRow[Item]]:
        position = 0
        table: TableHeading | None = None
        for table_row in table_rows:
            if table_row.table is not table:
                table = table_row.table
                layout = self._reading.layout
                check = RowChecker(
                    layout.columns, table.headings, empty=layout.empty_words, heading_by_field=self._reading.chosen
                )
            parsed = self._with_words(check.read(table_row.line, table_row.cells))
            if self._kind.is_ignored(parsed):
                continue
            position += 1
            yield self._row(position, table_row, parsed, check)

    def _row(self, position: int, table_row: SheetRow, parsed: ParsedRow, check: RowChecker) -> KindRow[Item]:
        defects = [_located(each, table_row) for each in parsed.defects]
        item = self._item(parsed, table_row, check, defects)
        errors = tuple(each for each in defects if each.is_error)
        warnings = tuple(each for each in defects if not each.is_error)
        cells = tuple(_cell(table_row, place) for place in _own_places(table_row.table.headings))
        return KindRow(
            position, table_row.table, table_row.line, cells, None if errors else item, errors, warnings,
            mark_in(table_row.cells, mark_column(table_row.table.headings)),
            check.column_label,
        )  # fmt: skip

    def _item(self, parsed: ParsedRow, table_row: SheetRow, check: RowChecker, defects: list[Defect]) -> Item | None:
        if any(each.is_error for each in defects):
            return None
        read = self._kind.read_row(parsed, self._context)
        if isinstance(read, list):
            defects += [_located(_labelled(each, check), table_row) for each in read]
            word = self._kind.unknown_word(parsed)
            self._reading.unknown_words.update([word[:80]] if word else [])
            return None
        self._note_double(read, table_row, defects)
        return read

    def _note_double(self, item: Item, table_row: SheetRow, defects: list[Defect]) -> None:
        identity = self._kind.identity(item)
        if identity is None:
            return
        here = CellReference(table_row.table.sheet, table_row.line)
        first = self._first_lines.setdefault(identity, here)
        if first == here:
            return
        if self._kind.refuses_doubles:
            message, hint = f"La ligne {first.row} dit déjà cela.", f"Gardez la ligne {first.row} ou celle-ci."
            defects.append(Defect("double", message, here, hint=hint))
            return
        message = f"Cette ligne dit la même chose que la ligne {first.row} : elle compte une fois."
        defects.append(Defect("double", apply_french_spacing(message), here, severity=Severity.WARNING))

    def _with_words(self, parsed: ParsedRow) -> ParsedRow:
        """The row with our word in place of the sender's, where a meaning is known."""
        name = self._kind.word_field
        meaning = self._context.mapping.words.get(parsed.text(name), "") if name else ""
        return replace(parsed, values={**parsed.values, name: meaning}) if meaning else parsed


def _labelled(defect: Defect, check: RowChecker) -> Defect:
    """``column`` is our heading until here: the letter of the file follows it."""
    if defect.cell is None or not defect.cell.column:
        return defect
    return replace(defect, cell=replace(defect.cell, column=check.column_label(defect.cell.column)))


def _located(defect: Defect, table_row: SheetRow) -> Defect:
    column = defect.cell.column if defect.cell else ""
    cell = CellReference(table_row.table.sheet, table_row.line, column)
    return replace(defect, message=apply_french_spacing(defect.message), cell=cell)


def _own_places(headings: Sequence[str]) -> list[int]:
    """Places of the headings of the sender, without those that we add to the rows given back."""
    return [place for place in sender_columns(headings) if fold_text(headings[place]) not in ("", _NATURE_HEADING)]


def _cell(table_row: SheetRow, place: int) -> str:
    return table_row.cells[place] if place < len(table_row.cells) else ""
