"""Layout of an official file, and the parsing of one of its lines. Pure.

A layout names its columns and gives the pattern of each heading. Official files put the year of a zoning in the heading
itself (ZE2020, BE19): the year is read from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pacte.kernel.french_numbers import parse_french_integer
from pacte.reference.codes import FORMACODE, NSF_CODE, ROME_CODE
from pacte.reference.records import NomenclatureRelease, Row
from pacte.reference.releases import EditionKind, ReleaseCalendar, parse_french_day

COMMUNE_CODE = re.compile(r"\d[0-9AB]\d{3}")
DEPARTMENT_CODE = re.compile(r"\d{2}|2[AB]|9[78]\d")
EPCI_CODE = re.compile(r"\d{9}")
REGION_CODE = re.compile(r"\d{2}|9\d{2}")
ZONE_CODE = re.compile(r"[0-9A-Za-z]{1,9}")
OGR_CODE = re.compile(r"\d{1,8}")
MAX_NAME_LENGTH = 200
MAX_LABEL_LENGTH = 600
EMPTY_CALENDAR = ReleaseCalendar()
MAX_POPULATION = 2_000_000_000


class InvalidCell(Exception):
    """A value that a layout refuses: the column as named in the file, and the reason in French."""

    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        self.reason = reason
        super().__init__(f"{column} : {reason}")


@dataclass(slots=True)
class OfficialLine:
    """One line of a file: values by layout column. Methods raise ``InvalidCell``."""

    cells: dict[str, str]
    headings: Mapping[str, str]
    edition: int
    release: NomenclatureRelease | None = None

    @property
    def release_edition(self) -> str:
        """Edition of the nomenclature, as its producer names it."""
        assert self.release is not None
        return self.release.edition

    @property
    def snapshot_on(self) -> date:
        """Day described by the flux."""
        assert self.release is not None
        return self.release.starts_on

    def optional_code(self, column: str, pattern: re.Pattern[str]) -> str:
        """Return the code in the column, or an empty string."""
        value = self.cells.get(column, "")
        if value and not pattern.fullmatch(value):
            raise InvalidCell(self.heading(column), f"«\u202f{value[:40]}\u202f» n’a pas la forme attendue.")
        return value

    def code(self, column: str, pattern: re.Pattern[str]) -> str:
        """Return the code in the column, which is required."""
        value = self.optional_code(column, pattern)
        if not value:
            raise InvalidCell(self.heading(column), "la valeur manque.")
        return value

    def text(self, column: str) -> str:
        """Return the text in the column, which may be empty."""
        value = self.cells.get(column, "")
        if len(value) > MAX_NAME_LENGTH:
            raise InvalidCell(self.heading(column), f"le texte a {len(value)} signes, {MAX_NAME_LENGTH} au plus.")
        return value

    def required_text(self, column: str) -> str:
        """Return the text in the column, which is required."""
        value = self.text(column)
        if not value:
            raise InvalidCell(self.heading(column), "le nom manque.")
        return value

    def label(self, column: str, *, required: bool = True) -> str:
        """Return a nomenclature label. Apostrophes doubled by a database export are restored."""
        value = self.cells.get(column, "").replace("''", "'")
        if not value and required:
            raise InvalidCell(self.heading(column), "le libellé manque.")
        if len(value) > MAX_LABEL_LENGTH:
            raise InvalidCell(self.heading(column), f"le texte a {len(value)} signes, {MAX_LABEL_LENGTH} au plus.")
        return value

    def long_text(self, column: str) -> str:
        """Return a text of any length, or an empty string."""
        return self.cells.get(column, "").replace("''", "'")

    def day(self, column: str) -> date | None:
        """Parse a day written JJ/MM/AAAA. Empty gives None."""
        try:
            return parse_french_day(self.cells.get(column, ""))
        except ValueError as error:
            cell = self.cells[column][:40]
            raise InvalidCell(self.heading(column), f"«\u202f{cell}\u202f» n’est pas un jour (JJ/MM/AAAA).") from error

    def rome(self, column: str) -> str:
        """Return a ROME code, which is required."""
        return self.code(column, ROME_CODE)

    def formacode(self, column: str) -> str:
        """Return a Formacode, which is required."""
        return self.code(column, FORMACODE)

    def nsf(self, column: str) -> str:
        """Return an NSF speciality, or an empty string."""
        return self.optional_code(column, NSF_CODE)

    def integer(self, column: str) -> int | None:
        """Parse a count. Empty gives None."""
        value = self.cells.get(column, "").strip()
        if not value:
            return None
        count = parse_french_integer(value)
        if count is None or count < 0:
            raise InvalidCell(self.heading(column), f"«\u202f{value[:40]}\u202f» n’est pas un nombre entier.")
        if count > MAX_POPULATION:
            raise InvalidCell(self.heading(column), f"«\u202f{value}\u202f» est trop grand.")
        return count

    def degrees(self, column: str, limit: int) -> float | None:
        """Parse a latitude (limit 90) or a longitude (limit 180). Empty gives None."""
        value = self.cells.get(column, "").replace(",", ".")
        if not value:
            return None
        if not re.fullmatch(r"-?\d{1,3}(?:\.\d{1,15})?(?:[eE]-\d{1,2})?", value) or abs(float(value)) > limit:
            raise InvalidCell(self.heading(column), f"«\u202f{value[:40]}\u202f» n’est pas une coordonnée.")
        return float(value)

    def heading(self, column: str) -> str:
        """Return the column name used in the file."""
        return self.headings.get(column, column)

    def heading_year(self, column: str) -> int:
        """Return the year in the heading: 2020 for ZE2020, 2019 for BE19; else the edition."""
        return find_year(self.heading(column)) or self.edition


@dataclass(frozen=True, slots=True)
class FileLayout:
    """An official file, recognised by its headings. ``columns``: layout column → pattern of the unaccented heading.

    ``optional``: same, for columns that some versions lack. ``load_order`` sorts the files of a folder: files that name
    zones come before files that refer to them. ``edition_column`` gives the edition on each line; ``vintage_column``
    has it in its heading. A nomenclature has an ``edition_kind`` and a ``calendar`` instead. ``excluded_headings``:
    headings that must be absent, for a file whose headings are a subset of another file's. ``is_exact``: no other
    heading is allowed.
    """

    code: str
    label: str
    columns: Mapping[str, str]
    rows: Callable[[OfficialLine], Iterator[Row]]
    optional: Mapping[str, str] | None = None
    load_order: int = 5
    edition_column: str = ""
    vintage_column: str = ""
    edition_kind: EditionKind = EditionKind.YEAR
    calendar: ReleaseCalendar = EMPTY_CALENDAR
    excluded_headings: tuple[str, ...] = ()
    is_exact: bool = False


def find_year(text: str) -> int | None:
    """Find a year from 1990 to 2089, with four digits anywhere, else with two digits (« BE19 », « p13_pop »)."""
    four_digits = re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)
    if four_digits:
        return int(four_digits[-1])
    two_digits = re.findall(r"(?<!\d)(\d\d)(?!\d)", text)
    if two_digits:
        return (1900 if int(two_digits[-1]) >= 90 else 2000) + int(two_digits[-1])
    return None
