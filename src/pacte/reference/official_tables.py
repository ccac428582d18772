"""Reads an official table: recognises it by its headings, returns valid rows and reports invalid lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.kernel.returned_rows import mark_column, mark_in, sender_columns
from pacte.reference import catalog
from pacte.reference.file_content import FileContent
from pacte.reference.file_parsing import read_table_headings, read_table_lines
from pacte.reference.layouts import FileLayout, InvalidCell, OfficialLine, find_year
from pacte.reference.records import FileReport, NomenclatureRelease, Row
from pacte.reference.releases import EditionKind, edition_missing_error, resolve_release
from pacte.reference.row_merge import RowKey, merge_row

MAX_LINES = 1_000_000
MAX_COLUMNS = 200
MAX_CELL_LENGTH = 20_000


@dataclass(slots=True)
class OfficialTable:
    """A recognised table, ready to be read line by line."""

    content: FileContent
    layout: FileLayout
    headings: list[str]
    columns: list[str]
    edition: int
    edition_from: str
    release: NomenclatureRelease | None = None

    @property
    def loads_territory(self) -> bool:
        """True for communes and zones. A nomenclature has releases instead of years."""
        return self.release is None

    def read_rows(self, report: FileReport) -> list[Row]:
        """Return the valid rows, one per key. Invalid lines go to the report."""
        rows_by_key: dict[RowKey, Row] = {}
        names = dict(zip(self.columns, self.headings, strict=True))
        column_of_marks = mark_column(self.headings)
        for number, cells in self._read_lines(report):
            report.lines += 1
            refused_before = report.refused_count
            try:
                new_rows = list(self.layout.rows(self._parse_line(cells, names)))
            except InvalidCell as error:
                message = f"{error.column}\u202f: {error.reason}"
                report.add_defect("cell", message, line=number, column=error.column, cells=cells)
                continue
            for row in new_rows:
                merge_row(rows_by_key, row, report, number)
            mark = mark_in(cells, column_of_marks)
            if mark is not None and report.refused_count == refused_before:
                report.settled_marks.append(mark)
        return list(rows_by_key.values())

    def _parse_line(self, cells: list[str], names: Mapping[str, str]) -> OfficialLine:
        values = {column: cell.strip() for column, cell in zip(self.columns, cells, strict=True)}
        if "\0" in "".join(cells):
            raise InvalidCell(self.headings[0], "la ligne contient un caractère nul.")
        longest = max(values, key=lambda column: len(values[column]))
        if len(values[longest]) > MAX_CELL_LENGTH:
            raise InvalidCell(names[longest], f"la cellule a {len(values[longest])} signes, {MAX_CELL_LENGTH} au plus.")
        edition = self.edition
        if self.layout.edition_column:
            year_text = values[self.layout.edition_column]
            if not re.fullmatch(r"(?:19|20)\d\d", year_text):
                raise InvalidCell(
                    names[self.layout.edition_column], f"«\u202f{year_text[:40]}\u202f» n’est pas une année."
                )
            edition = int(year_text)
        return OfficialLine(values, names, edition, self.release)

    def _read_lines(self, report: FileReport) -> Iterator[tuple[int, list[str]]]:
        for number, cells in read_table_lines(self.content.path, self.content.encoding):
            if cells is None:
                message = "Un guillemet n’est pas fermé, ou une cellule est trop longue\u202f: la suite n’est pas lue."
                report.add_defect("csv", message, line=number)
            elif len(cells) != len(self.columns):
                message = f"{len(cells)} cellules au lieu de {len(self.columns)}."
                report.lines += 1
                report.add_defect("cells", message, line=number, cells=cells)
            elif report.lines >= MAX_LINES:
                report.add_defect("lines", f"Plus de {MAX_LINES} lignes\u202f: le reste n’est pas lu.")
                return
            else:
                yield number, cells


def recognise_table(
    content: FileContent, *, edition: str | int | None, latest_edition: int | None, names_first: bool = False
) -> OfficialTable:
    """Return the table of the layout whose headings are all present.

    ``edition`` is the edition of the file or, with ``names_first``, of the files of a folder whose names do not give
    one. ``latest_edition``: last territory year loaded. Raises ``ValidationError``: ``file_unknown``,
    ``headings_double``, ``edition``, ``edition_missing``.
    """
    headings = _read_headings(content)
    plain_headings = [fold_text(heading) for heading in headings]
    doubles = {heading for heading in plain_headings if plain_headings.count(heading) > 1}
    if doubles:
        raise ValidationError(
            "headings_double",
            f"Deux colonnes portent le même titre\u202f: {', '.join(sorted(doubles))[:200]}.",
            hint="Renommez l’une des deux.",
        )
    candidates = [
        (layout, columns)
        for layout in _all_layouts()
        if (columns := _match_columns(layout, plain_headings)) is not None
    ]
    if not candidates:
        raise ValidationError(
            "file_unknown",
            "Ce fichier n’est pas un de ceux que pacte connaît.",
            f"Ses colonnes\u202f: {', '.join(headings)[:200]}.",
            "Gardez les titres de colonnes du producteur.",
        )
    layout, columns = max(candidates, key=lambda each: len(each[0].columns))
    if layout.edition_kind is not EditionKind.YEAR:
        names = (content.path.stem, content.path.parent.name)
        edition_option = None if edition is None else str(edition)
        release = resolve_release(
            names,
            edition_kind=layout.edition_kind,
            edition_option=edition_option,
            calendar=layout.calendar,
            today=today(),
            names_first=names_first,
        )
        return OfficialTable(content, layout, headings, columns, release.starts_on.year, release.source, release)
    heading_by_column = dict(zip(columns, headings, strict=True))
    year, source = _resolve_edition(
        content, layout, heading_by_column, _parse_year(edition), latest_edition, names_first=names_first
    )
    return OfficialTable(content, layout, headings, columns, year, source)


def is_known_table(headings: Sequence[str]) -> bool:
    """Return True when a table with these headings can be read."""
    plain_headings = [fold_text(heading) for heading in headings]
    return any(_match_columns(layout, plain_headings) is not None for layout in _all_layouts())


def _parse_year(edition: str | int | None) -> int | None:
    if edition is None or isinstance(edition, int):
        return edition
    if not re.fullmatch(r"(?:19|20)\d\d", edition.strip()):
        raise ValidationError(
            "edition",
            f"«\u202f{edition[:40]}\u202f» n’est pas une année.",
            "L’édition d’un territoire est une année, par exemple 2026.",
            "Corrigez l’édition.",
        )
    return int(edition)


def _read_headings(content: FileContent) -> list[str]:
    headings = read_table_headings(content.path, content.encoding)
    if not any(headings):
        raise ValidationError(
            "file_empty", "Ce fichier n’a pas de titres de colonnes.", hint="Mettez-les en première ligne."
        )
    if len(headings) > MAX_COLUMNS:
        raise ValidationError("columns", f"Ce fichier a {len(headings)} colonnes.", f"{MAX_COLUMNS} au plus.")
    return headings


def _all_layouts() -> list[FileLayout]:
    return list(load_catalog_entries(catalog, "LAYOUT").values())


def _match_columns(layout: FileLayout, headings: list[str]) -> list[str] | None:
    """Return the layout column of each heading, or None when a required heading is missing."""
    if set(layout.excluded_headings) & set(headings):
        return None
    columns = list(headings)
    for patterns, is_required in ((layout.columns, True), (layout.optional or {}, False)):
        for column, pattern in patterns.items():
            position = next((n for n, heading in enumerate(headings) if re.fullmatch(pattern, heading)), None)
            if position is not None:
                columns[position] = column
            elif is_required:
                return None
    own_columns = {columns[place] for place in sender_columns(headings)}
    return None if layout.is_exact and own_columns != set(layout.columns) else columns


def _resolve_edition(
    content: FileContent,
    layout: FileLayout,
    heading_by_column: Mapping[str, str],
    year_option: int | None,
    latest_edition: int | None,
    *,
    names_first: bool,
) -> tuple[int, str]:
    """Return the edition and its source: column, heading, option, file name, else the latest edition loaded."""
    if layout.edition_column:
        return latest_edition or year_option or today().year, "column"
    heading_year = find_year(heading_by_column[layout.vintage_column]) if layout.vintage_column else None
    if heading_year:
        return heading_year, "heading"
    name_years = re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", content.path.stem)
    if year_option and not (names_first and name_years):
        return year_option, "option"
    if name_years:
        return int(name_years[-1]), "name"
    if latest_edition is None:
        raise edition_missing_error()
    return latest_edition, "latest"
