"""What an official file looks like, and one line of it. Pure.

A layout names its columns and gives for each the shape of its heading: official files put the year of a zoning in
the heading itself (ZE2020, BE19), and that year is read from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pacte.reference.codes import FORMACODE, NSF_CODE, ROME_CODE
from pacte.reference.records import Release, Row
from pacte.reference.releases import Calendar, Dating, french_day

COMMUNE_CODE = re.compile(r"\d[0-9AB]\d{3}")
DEPARTMENT_CODE = re.compile(r"\d{2}|2[AB]|9[78]\d")
EPCI_CODE = re.compile(r"\d{9}")
REGION_CODE = re.compile(r"\d{2}|9\d{2}")
ZONE_CODE = re.compile(r"[0-9A-Za-z]{1,9}")
OGR_CODE = re.compile(r"\d{1,8}")
LONGEST_NAME = 200
LONGEST_LABEL = 600
NO_CALENDAR = Calendar()
LARGEST_POPULATION = 2_000_000_000


class BadCell(Exception):
    """A value that a layout refuses: the column as the file names it, and the reason in French."""

    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        self.reason = reason
        super().__init__(f"{column} : {reason}")


@dataclass(slots=True)
class Line:
    """One line of a file: values by column of the layout. Methods raise ``BadCell``."""

    cells: dict[str, str]
    headings: Mapping[str, str]
    edition: int
    release: Release | None = None

    @property
    def of(self) -> str:
        """The edition of a nomenclature, as its producer names it."""
        assert self.release is not None
        return self.release.edition

    @property
    def on(self) -> date:
        """The day of a flux."""
        assert self.release is not None
        return self.release.starts_on

    def optional(self, column: str, shape: re.Pattern[str]) -> str:
        """The code in that column, or an empty text."""
        value = self.cells.get(column, "")
        if value and not shape.fullmatch(value):
            raise BadCell(self.heading(column), f"«\u202f{value[:40]}\u202f» n’a pas la forme attendue.")
        return value

    def code(self, column: str, shape: re.Pattern[str]) -> str:
        """The code in that column, which must be there."""
        value = self.optional(column, shape)
        if not value:
            raise BadCell(self.heading(column), "la valeur manque.")
        return value

    def text(self, column: str) -> str:
        """The name in that column, which may be empty."""
        value = self.cells.get(column, "")
        if len(value) > LONGEST_NAME:
            raise BadCell(self.heading(column), f"le texte a {len(value)} signes, {LONGEST_NAME} au plus.")
        return value

    def name(self, column: str) -> str:
        """The name in that column, which must be there."""
        value = self.text(column)
        if not value:
            raise BadCell(self.heading(column), "le nom manque.")
        return value

    def label(self, column: str, *, needed: bool = True) -> str:
        """A label of a nomenclature. An apostrophe doubled on its way out of a database is one again."""
        value = self.cells.get(column, "").replace("''", "'")
        if not value and needed:
            raise BadCell(self.heading(column), "le libellé manque.")
        if len(value) > LONGEST_LABEL:
            raise BadCell(self.heading(column), f"le texte a {len(value)} signes, {LONGEST_LABEL} au plus.")
        return value

    def prose(self, column: str) -> str:
        """A text that may be long, or missing."""
        return self.cells.get(column, "").replace("''", "'")

    def day(self, column: str) -> date | None:
        """A day written JJ/MM/AAAA. Empty gives None."""
        try:
            return french_day(self.cells.get(column, ""))
        except ValueError as error:
            written = self.cells[column][:40]
            raise BadCell(self.heading(column), f"«\u202f{written}\u202f» n’est pas un jour (JJ/MM/AAAA).") from error

    def rome(self, column: str) -> str:
        """A ROME code, which must be there."""
        return self.code(column, ROME_CODE)

    def formacode(self, column: str) -> str:
        """A Formacode, which must be there."""
        return self.code(column, FORMACODE)

    def nsf(self, column: str) -> str:
        """A speciality of the NSF, or an empty text."""
        return self.optional(column, NSF_CODE)

    def whole(self, column: str) -> int | None:
        """A count. Empty gives None."""
        value = self.cells.get(column, "").replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
        if not value:
            return None
        if not re.fullmatch(r"\d{1,10}(?:[.,]0+)?", value):
            raise BadCell(self.heading(column), f"«\u202f{value[:40]}\u202f» n’est pas un nombre entier.")
        count = int(re.split("[.,]", value)[0])
        if count > LARGEST_POPULATION:
            raise BadCell(self.heading(column), f"«\u202f{value}\u202f» est trop grand.")
        return count

    def degrees(self, column: str, limit: int) -> float | None:
        """A latitude (limit 90) or a longitude (limit 180). Empty gives None."""
        value = self.cells.get(column, "").replace(",", ".")
        if not value:
            return None
        if not re.fullmatch(r"-?\d{1,3}(?:\.\d{1,15})?(?:[eE]-\d{1,2})?", value) or abs(float(value)) > limit:
            raise BadCell(self.heading(column), f"«\u202f{value[:40]}\u202f» n’est pas une coordonnée.")
        return float(value)

    def heading(self, column: str) -> str:
        """The column as the file names it."""
        return self.headings.get(column, column)

    def heading_year(self, column: str) -> int:
        """The year that the heading itself carries: 2020 for ZE2020, 2019 for BE19; else the edition."""
        return year_in(self.heading(column)) or self.edition


@dataclass(frozen=True, slots=True)
class Layout:
    """An official file, known by its headings. ``columns``: name here → shape of the heading, without accents.

    ``optional``: same, for columns that some versions lack. ``rank`` orders the files of a folder: what names zones
    comes before what refers to them. ``edition_column`` tells the edition line by line; ``vintage_column`` carries
    it in its heading. A nomenclature has a ``dating`` and a ``calendar`` instead. ``without``: headings that must not
    be there, for a file whose headings are all in another one; ``exact``: no heading but those.
    """

    code: str
    label: str
    columns: Mapping[str, str]
    rows: Callable[[Line], Iterator[Row]]
    optional: Mapping[str, str] | None = None
    rank: int = 5
    edition_column: str = ""
    vintage_column: str = ""
    dating: Dating = Dating.YEAR
    calendar: Calendar = NO_CALENDAR
    without: tuple[str, ...] = ()
    exact: bool = False


def year_in(text: str) -> int | None:
    """A year from 1990 to 2089 written with four digits anywhere, else with two (« BE19 », « p13_pop »)."""
    whole = re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)
    if whole:
        return int(whole[-1])
    short = re.findall(r"(?<!\d)(\d\d)(?!\d)", text)
    if short:
        return (1900 if int(short[-1]) >= 90 else 2000) + int(short[-1])
    return None
