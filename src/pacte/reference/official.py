"""Reads an official table: recognises it by its headings, returns valid rows and reports invalid lines. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.reference import catalog
from pacte.reference.content import Content
from pacte.reference.layouts import BadCell, Layout, Line, year_in
from pacte.reference.merging import Key, keep
from pacte.reference.records import FileReport, Release, Row
from pacte.reference.releases import Dating, edition_missing, release_of

MOST_LINES = 1_000_000
MOST_COLUMNS = 200
LONGEST_CELL = 20_000
_LONGEST_HEADINGS = 1024 * 1024


@dataclass(slots=True)
class Table:
    """A recognised table, ready to be read line by line."""

    content: Content
    layout: Layout
    delimiter: str
    headings: list[str]
    columns: list[str]
    edition: int
    edition_from: str
    release: Release | None = None

    @property
    def loads_territory(self) -> bool:
        """True for communes and zones. A nomenclature has releases instead of years."""
        return self.release is None

    def rows(self, report: FileReport) -> list[Row]:
        """Return the valid rows, one per key. Invalid lines go to the report."""
        found: dict[Key, Row] = {}
        names = dict(zip(self.columns, self.headings, strict=True))
        for number, cells in self._lines(report):
            report.lines += 1
            try:
                made = list(self.layout.rows(self._line(cells, names)))
            except BadCell as error:
                report.refuse("cell", f"{error.column}\u202f: {error.reason}", line=number, column=error.column)
                continue
            for row in made:
                keep(found, row, report, number)
        return list(found.values())

    def _line(self, cells: list[str], names: Mapping[str, str]) -> Line:
        values = {column: cell.strip() for column, cell in zip(self.columns, cells, strict=True)}
        if "\0" in "".join(cells):
            raise BadCell(self.headings[0], "la ligne contient un caractère nul.")
        longest = max(values, key=lambda column: len(values[column]))
        if len(values[longest]) > LONGEST_CELL:
            raise BadCell(names[longest], f"la cellule a {len(values[longest])} signes, {LONGEST_CELL} au plus.")
        edition = self.edition
        if self.layout.edition_column:
            written = values[self.layout.edition_column]
            if not re.fullmatch(r"(?:19|20)\d\d", written):
                raise BadCell(names[self.layout.edition_column], f"«\u202f{written[:40]}\u202f» n’est pas une année.")
            edition = int(written)
        return Line(values, names, edition, self.release)

    def _lines(self, report: FileReport) -> Iterator[tuple[int, list[str]]]:
        with self.content.path.open(encoding=self.content.encoding, errors="replace", newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            next(reader)
            try:
                for cells in reader:
                    if not any(cells):
                        continue
                    if len(cells) != len(self.columns):
                        message = f"{len(cells)} cellules au lieu de {len(self.columns)}."
                        report.lines += 1
                        report.refuse("cells", message, line=reader.line_num)
                    elif report.lines >= MOST_LINES:
                        report.refuse("lines", f"Plus de {MOST_LINES} lignes\u202f: le reste n’est pas lu.")
                        return
                    else:
                        yield reader.line_num, cells
            except csv.Error:
                message = "Un guillemet n’est pas fermé, ou une cellule est trop longue\u202f: la suite n’est pas lue."
                report.refuse("csv", message, line=reader.line_num)


def recognise(content: Content, *, edition: str | int | None, latest: int | None, names_first: bool = False) -> Table:
    """Return the table of the layout whose headings are all present.

    ``edition`` is the edition of the file or, with ``names_first``, of the files of a folder whose names do not give
    one. ``latest_edition``: last territory year loaded. Raises ``ValidationError``: ``file_unknown``,
    ``headings_double``, ``edition``, ``edition_missing``.
    """
    headings, delimiter = _headings(content)
    plain_headings = [fold_text(heading) for heading in headings]
    doubles = {heading for heading in plain_headings if plain_headings.count(heading) > 1}
    if doubles:
        raise ValidationError(
            "headings_double",
            f"Deux colonnes portent le même titre\u202f: {', '.join(sorted(doubles))[:200]}.",
            hint="Renommez l’une des deux.",
        )
    fitting = [(layout, columns) for layout in _layouts() if (columns := _columns(layout, plain_headings)) is not None]
    if not fitting:
        raise ValidationError(
            "file_unknown",
            "Ce fichier n’est pas un de ceux que pacte connaît.",
            f"Ses colonnes\u202f: {', '.join(headings)[:200]}.",
            "Gardez les titres de colonnes du producteur.",
        )
    layout, columns = max(fitting, key=lambda each: len(each[0].columns))
    if layout.dating is not Dating.YEAR:
        names = (content.path.stem, content.path.parent.name)
        asked = None if edition is None else str(edition)
        release = release_of(
            names, dating=layout.dating, asked=asked, calendar=layout.calendar, today=today(), names_first=names_first
        )
        return Table(content, layout, delimiter, headings, columns, release.starts_on.year, release.source, release)
    told = dict(zip(columns, headings, strict=True))
    chosen, source = _edition(content, layout, told, _year(edition), latest, names_first=names_first)
    return Table(content, layout, delimiter, headings, columns, chosen, source)


def knows(headings: Sequence[str]) -> bool:
    """Return True when a table with these headings can be read."""
    told = [fold_text(heading) for heading in headings]
    return any(_columns(layout, told) is not None for layout in _layouts())


def _year(edition: str | int | None) -> int | None:
    if edition is None or isinstance(edition, int):
        return edition
    if not re.fullmatch(r"(?:19|20)\d\d", edition.strip()):
        raise ValidationError(
            "edition",
            f"«\u202f{edition[:40]}\u202f» n’est pas une année.",
            "L’édition d’un territoire est une année, par exemple 2026.",
            "Corrigez --edition.",
        )
    return int(edition)


def _headings(content: Content) -> tuple[list[str], str]:
    with content.path.open(encoding=content.encoding, errors="replace", newline="") as file:
        first = file.readline(_LONGEST_HEADINGS).rstrip("\r\n")
    delimiter = max(",;\t", key=first.count)
    try:
        headings = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter, strict=True), [])]
    except csv.Error:
        headings = []
    if not any(headings):
        raise ValidationError(
            "file_empty", "Ce fichier n’a pas de titres de colonnes.", hint="Mettez-les en première ligne."
        )
    if len(headings) > MOST_COLUMNS:
        raise ValidationError("columns", f"Ce fichier a {len(headings)} colonnes.", f"{MOST_COLUMNS} au plus.")
    return headings, delimiter


def _layouts() -> list[Layout]:
    return list(load_catalog_entries(catalog, "LAYOUT").values())


def _columns(layout: Layout, headings: list[str]) -> list[str] | None:
    """Return the layout column of each heading, or None when a required heading is missing."""
    if set(layout.without) & set(headings):
        return None
    columns = list(headings)
    for shapes, needed in ((layout.columns, True), (layout.optional or {}, False)):
        for column, shape in shapes.items():
            rank = next((n for n, heading in enumerate(headings) if re.fullmatch(shape, heading)), None)
            if rank is not None:
                columns[rank] = column
            elif needed:
                return None
    return None if layout.exact and set(columns) != set(layout.columns) else columns


def _edition(
    content: Content,
    layout: Layout,
    names: Mapping[str, str],
    asked: int | None,
    latest: int | None,
    *,
    names_first: bool,
) -> tuple[int, str]:
    """Return the edition and its source: column, heading, option, file name, else the latest edition loaded."""
    if layout.edition_column:
        return latest or asked or today().year, "column"
    in_heading = year_in(names[layout.vintage_column]) if layout.vintage_column else None
    if in_heading:
        return in_heading, "heading"
    in_name = re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", content.path.stem)
    if asked and not (names_first and in_name):
        return asked, "option"
    if in_name:
        return int(in_name[-1]), "name"
    if latest is None:
        raise edition_missing()
    return latest, "latest"
