"""Reads a whole extract in one pass: sheets, columns, valid rows and all defects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pacte.exchange.accounting.commitment_rows import CommitmentRowReader
from pacte.exchange.accounting.table_detection import CommitmentTable, find_commitment_tables
from pacte.exchange.accounting.vocabulary import AMOUNTS, CONFIDENT_SCORE, FIELD_LABELS, IGNORED, accounting_heading_key
from pacte.exchange.records import Grid
from pacte.finance.records import Extract, ExtractColumn
from pacte.kernel.defects import CellReference, Defect, Severity


def read_accounting_extract(grids: Sequence[Grid], *, name: str, mapping: Mapping[str, str] | None = None) -> Extract:
    """``mapping``: column letter (« sheet!letter » among several) → field for one file, or normalised heading → field
    for a saved mapping.
    """
    column_mapping = dict(mapping or {})
    tables = find_commitment_tables(grids, column_mapping)
    if not tables or not tables[0].is_complete:
        return _extract_without_table(name, tables)
    readers = [(table, CommitmentRowReader(table)) for table in tables]
    lines = tuple(line for _, each in readers for line in each.read_all())
    columns = tuple(guess for table in tables for guess in table.guesses)
    defects = [
        *_missing_mapped_headings(tables, column_mapping),
        *_uncertain_columns(columns),
        *_hidden_sheets(grids),
        *(defect for _, each in readers for defect in each.defects),
    ]
    if not lines:
        defects.append(
            Defect("no_line", "Aucune ligne d’engagement n’a pu être lue.", hint="Vérifiez les colonnes, plus bas.")
        )
    headings = {words: field for table in tables for words, field in table.headings.items()}
    return Extract(
        name=name,
        lines=lines,
        defects=tuple(defects),
        columns=columns,
        headings=headings,
        lines_read=sum(each.rows_read for _, each in readers),
        extracted_on=next((table.extracted_on for table in tables if table.extracted_on), None),
    )


class ExtractRows:
    """Rows of an extract as its file gives them, under the headings of its first table. None in an unreadable file."""

    def __init__(self, grids: Sequence[Grid] = (), mapping: Mapping[str, str] | None = None) -> None:
        tables = find_commitment_tables(grids, mapping or {})
        self.headings = tables[0].titles() if tables else ()
        self._tables = {table.view.grid.sheet: table for table in tables}

    def cells(self, place: CellReference) -> tuple[str, ...]:
        """Cells of the row of ``place``; empty for a row outside the tables."""
        table = self._tables.get(place.sheet)
        if table is None or place.row <= table.top:
            return ()
        columns = {title: column for column, title in reversed(table.title_columns())}
        return tuple(table.view.text(place.row, columns[title]) if title in columns else "" for title in self.headings)


def unreadable_extract(name: str, defect: Defect) -> Extract:
    return Extract(name, defects=(defect,))


def _extract_without_table(name: str, tables: Sequence[CommitmentTable]) -> Extract:
    """Without a number and an amount nothing can be counted: shows the columns found so that the user can map them."""
    if not tables:
        defect = Defect(
            "table_missing",
            "Aucun tableau d’engagements dans ce fichier.",
            hint="Déposez l’extraction telle que le logiciel comptable la donne, en-têtes compris.",
        )
        return Extract(name, defects=(defect,))
    table = tables[0]
    missing = [] if "number" in table.columns else [FIELD_LABELS["number"]]
    if not any(field in table.columns for field in AMOUNTS):
        missing.append("un montant au moins")
    defect = Defect(
        "heading_missing",
        f"Il manque une colonne : {' et '.join(missing)}.",
        table.view.cell(table.top, 1),
        hint="Dites dans « Les colonnes » laquelle c’est.",
    )
    columns = tuple(guess for each in tables for guess in each.guesses)
    return Extract(name, defects=(defect,), columns=columns, headings=table.headings)


def _missing_mapped_headings(tables: Sequence[CommitmentTable], column_mapping: Mapping[str, str]) -> list[Defect]:
    """Warnings for headings of a saved mapping that are absent from this file: the column was renamed or removed."""
    known_headings = {words for table in tables for words in table.heading_words()}
    guess_by_field = {field: guess for table in tables for guess in table.guesses if (field := guess.field)}
    defects = []
    for words, field in column_mapping.items():
        is_letter = len(words) <= 2 or "!" in words
        is_here = accounting_heading_key(words) in known_headings
        if field == IGNORED or field not in FIELD_LABELS or is_here or is_letter:
            continue
        other = guess_by_field.get(field)
        instead = f" ; « {other.heading} » est prise à sa place" if other else " ; rien n’est lu à sa place"
        defects.append(
            Defect(
                "mapped_heading_missing",
                f"La colonne « {words} » ({FIELD_LABELS[field]}) n’est plus dans le fichier{instead}.",
                None,
                words,
                "Dites dans « Les colonnes » où elle est passée.",
                severity=Severity.WARNING,
            )
        )
    return defects


def _uncertain_columns(columns: Sequence[ExtractColumn]) -> list[Defect]:
    return [
        Defect(
            "heading_unsure",
            f"La colonne {guess.letter} (« {guess.heading} ») est prise pour : {FIELD_LABELS[guess.field]}.",
            None,
            guess.heading,
            "Confirmez-le, ou corrigez-le, dans « Les colonnes ».",
            severity=Severity.WARNING,
        )
        for guess in columns
        if guess.field in FIELD_LABELS and guess.confidence < CONFIDENT_SCORE
    ]


def _hidden_sheets(grids: Sequence[Grid]) -> list[Defect]:
    return [
        Defect(
            "hidden_sheet",
            f"La feuille masquée « {grid.sheet} » n’est pas lue.",
            hint="Affichez-la si elle doit l’être.",
            severity=Severity.WARNING,
        )
        for grid in grids
        if grid.is_hidden and grid.cells
    ]


def column_mapping_of(extract: Extract) -> dict[str, str]:
    """Column mapping to save for the next files: normalised heading → field."""
    return {
        accounting_heading_key(guess.heading): guess.field for guess in extract.columns if guess.field and guess.heading
    }


def add_extract_defects(extract: Extract, defects: Sequence[Defect]) -> Extract:
    return replace(extract, defects=(*defects, *extract.defects)) if defects else extract
