"""A source of external series: its series, its headings, and the typed access to a row of its file. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.kernel.defects import Defect
from pacte.kernel.french import fold_text
from pacte.kernel.french_numbers import DecimalMark, parse_french_number
from pacte.reference.records import ZoneKind

_SHAPES = {
    ZoneKind.COMMUNE: re.compile(r"\d[\dAB]\d{3}"),
    ZoneKind.DEPARTMENT: re.compile(r"\d[\dAB]|9[78]\d"),
    ZoneKind.REGION: re.compile(r"\d{2}"),
    ZoneKind.LABOUR_BASIN: re.compile(r"\d{4,5}"),
}
_MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
ZoneNames = Mapping[ZoneKind, Mapping[str, str]]
"""Kind of zone → ``series_heading_key`` of the name → code."""
_PRECISION = Decimal("0.0001")
_MAX_VALUE = Decimal(10) ** 13


def series_heading_key(text: str) -> str:
    """Ignores accents, case, underscores and spaces."""
    return re.sub(r"[^a-z0-9]+", " ", fold_text(text)).strip()


class CellError(Exception):
    """An invalid cell: its heading, a stable code and a French message. The row is skipped."""

    def __init__(self, heading: str, code: str, message: str, value: str = "") -> None:
        super().__init__(message)
        self.heading, self.code, self.message, self.value = heading, code, message, value


@dataclass(frozen=True, slots=True)
class SeriesValue:
    """One value of a row for a series of its source; ``split_label`` is the label of ``point.split``.

    ``part``: the part of the zone that the row covers, when the producer splits a zone over several rows. The parts are
    summed; the sum is secret as soon as one part is. ``region``: region of the zone, if the file gives it.
    """

    series: str
    point: SeriesPointInput
    split_label: str = ""
    part: str = ""
    region: str = ""


class SeriesRow:
    """The cells of one row by heading. Every accessor raises ``CellError`` with the heading and the reason."""

    def __init__(self, texts: Mapping[str, str], names: ZoneNames | None = None) -> None:
        self._texts = texts
        self._names = names or {}

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(self._texts)

    def text(self, heading: str) -> str:
        """Text of the cell, or "" when it is empty or its column is absent."""
        return " ".join(self._texts.get(heading, "").split())

    def required_text(self, heading: str) -> str:
        text = self.text(heading)
        if not text:
            raise CellError(heading, "cell_missing", f"« {heading} » manque.")
        return text

    def zone(self, heading: str, kind: ZoneKind) -> str:
        """Returns a zone code of this kind, fixing a leading zero lost or added by a spreadsheet."""
        text = self.required_text(heading).removesuffix(".0").upper()
        if kind is ZoneKind.DEPARTMENT and len(text) == 3 and text.startswith("0"):
            text = text[1:]
        width = {ZoneKind.COMMUNE: 5, ZoneKind.DEPARTMENT: 2, ZoneKind.REGION: 2}.get(kind, 4)
        text = text.rjust(width, "0") if text.isdigit() else text
        if not _SHAPES[kind].fullmatch(text):
            raise CellError(heading, "zone_shape", f"« {text[:20]} » n’est pas un code de cette forme de zone.", text)
        return text

    def zone_by_name(self, heading: str, kind: ZoneKind, name: str) -> str:
        """Returns the code of the zone with this name, ignoring accents and case."""
        code = self._names.get(kind, {}).get(series_heading_key(name))
        if code is None:
            raise CellError(heading, "zone_name", f"« {name[:60]} » n’est pas le nom d’une zone connue.", name)
        return code

    def number(self, heading: str) -> Decimal | None:
        """Parses a number with a comma or a point, rounded to four decimals; None for an empty cell."""
        text = self.text(heading).strip()
        if not text:
            return None
        value = parse_french_number(text, mark=DecimalMark.EITHER)
        if value is None or abs(value) >= _MAX_VALUE:
            raise CellError(heading, "number_shape", f"« {text[:20]} » n’est pas un nombre.", text)
        return value.quantize(_PRECISION)

    def count(self, heading: str) -> Decimal | None:
        """Parses a number that cannot be negative."""
        value = self.number(heading)
        if value is not None and value < 0:
            raise CellError(heading, "number_negative", f"{value.normalize():f} est négatif.", self.text(heading))
        return value

    def share(self, heading: str) -> Decimal | None:
        """Parses a percentage between 0 and 100."""
        value = self.count(heading)
        if value is not None and value > 100:
            raise CellError(heading, "share_too_big", f"{value.normalize():f} % dépasse 100 %.", self.text(heading))
        return value

    def is_secret(self, heading: str, sign: str = "*") -> bool:
        """Whether the source withholds the value (statistical secrecy)."""
        return self.text(heading) == sign

    def year(self, heading: str) -> tuple[date, date]:
        text = self.required_text(heading).removesuffix(".0")
        if not re.fullmatch(r"(19|20)\d\d", text):
            raise CellError(heading, "year_shape", f"« {text[:20]} » n’est pas une année.", text)
        return year_period(int(text))

    def month(self, heading: str) -> tuple[date, date]:
        """Parses « janvier_2020 », « janvier 2020 » or « 2020-01 »."""
        text = fold_text(self.required_text(heading)).replace("_", " ")
        named_match = re.fullmatch(r"([a-z]+) ((?:19|20)\d\d)", text)
        if named_match and named_match[1] in _MONTHS:
            return month_period(int(named_match[2]), _MONTHS.index(named_match[1]) + 1)
        iso_match = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text)
        if iso_match:
            return month_period(int(iso_match[1]), int(iso_match[2]))
        raise CellError(heading, "month_shape", f"« {text[:20]} » n’est pas un mois.", text)


def year_period(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def quarter_period(year: int, quarter: int) -> tuple[date, date]:
    """Returns the first and last day of a quarter (1 to 4)."""
    return date(year, 3 * quarter - 2, 1), month_period(year, 3 * quarter)[1]


def month_period(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(following.toordinal() - 1)


def series_value(
    series: str,
    kind: ZoneKind,
    zone: str,
    period: tuple[date, date],
    value: Decimal | None,
    *,
    split: str = "",
    label: str = "",
    part: str = "",
    region: str = "",
) -> SeriesValue:
    """Builds a value of a series; None: withheld by the source."""
    point = SeriesPointInput(kind.value, zone, *period, value, split=split[:80])
    return SeriesValue(series, point, label, part, region)


@dataclass(frozen=True, slots=True)
class SeriesSource:
    """A catalogue entry of ``exchange/series``. ``headings`` identify its file, whatever the file name.

    ``spellings``: alternative headings of producers, as patterns over ``series_heading_key``. ``one_of``: a pattern
    that at least one more heading must match (one column per year); such columns keep the file's own names.
    ``marks`` yields the values of a row, none for an empty cell. ``breaks``: series, date, reason why figures from
    this date on are not comparable with earlier ones.

    ``published_every_months``: rhythm of the producer, 0 for a file that nobody awaits, published once or in
    another format too; ``published_after_months``: months from the end of the period that a file describes to the day
    on which it should be here, negative when it comes before that end.
    """

    code: str
    label: str
    headings: tuple[str, ...]
    series: tuple[SeriesInput, ...]
    marks: Callable[[SeriesRow], Iterable[SeriesValue]]
    breaks: tuple[tuple[str, date, str], ...] = ()
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    one_of: str = ""
    published_every_months: int = 0
    published_after_months: int = 0

    def columns_in(self, keys: Mapping[int, str]) -> dict[str, int] | None:
        """Maps headings to their first matching column, by ``series_heading_key``; None when one is missing."""
        columns: dict[str, int] = {}
        for heading in self.headings:
            fits = re.compile("|".join((re.escape(series_heading_key(heading)), *self.spellings.get(heading, ()))))
            column = next((column for column, key in keys.items() if fits.fullmatch(key)), None)
            if column is None:
                return None
            columns[heading] = column
        if self.one_of and not any(re.fullmatch(self.one_of, key) for key in keys.values()):
            return None
        return columns

    @property
    def licence(self) -> str:
        return self.series[0].licence


@dataclass(frozen=True, slots=True)
class SeriesReading:
    """Result of reading a file. ``source`` is None for an unknown source, which ``defects`` reports.

    ``headings``: those of its first table. ``wrong_rows``: cells under these headings, by sheet and row.
    ``has_parts``: the source splits zones over several rows, which are summed. ``settled_marks``: of rows refused
    before, those that come back right.
    """

    name: str
    source: SeriesSource | None = None
    points: Mapping[str, tuple[SeriesPointInput, ...]] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lines: int = 0
    hidden: int = 0
    outside: int = 0
    defects: tuple[Defect, ...] = ()
    headings: tuple[str, ...] = ()
    wrong_rows: Mapping[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    has_parts: bool = False
    settled_marks: tuple[int, ...] = ()

    @property
    def errors(self) -> tuple[Defect, ...]:
        return tuple(each for each in self.defects if each.is_error)

    @property
    def warnings(self) -> tuple[Defect, ...]:
        return tuple(each for each in self.defects if not each.is_error)

    @property
    def edition(self) -> str:
        """The years covered by the values: « 2024 », « 2020 à 2024 »."""
        days = [day for each in self.points.values() for point in each for day in (point.first, point.last)]
        if not days:
            return ""
        first, last = min(days).year, max(days).year
        return str(first) if first == last else f"{first} à {last}"
