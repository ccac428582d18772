"""Parses the styles of a workbook, only to tell which numbers are dates and which cells are yellow."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pacte.exchange import limits
from pacte.exchange.spreadsheet.xml_walker import walk_xml
from pacte.exchange.spreadsheet.zip_archive import broken_zip_error

_BUILT_IN_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_BUILT_IN_CLOCK_FORMATS = frozenset({*range(18, 22), 45, 47})
_BUILT_IN_DURATION_FORMAT = 46
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.I)
_GOLD_THEME = "7"
"""Fourth accent colour of the usual themes: a gold, light or dark."""
_YELLOW_INDEXES = frozenset({"5", "13", "19", "26", "34", "43", "51"})


@dataclass(slots=True)
class Styles:
    """Indexes of cell styles (attribute ``s``).

    ``clock_styles``: a time of day, whose day is not shown; ``duration_styles``: hours beyond a day (« [h]:mm »).
    """

    date_styles: set[int] = field(default_factory=set)
    clock_styles: set[int] = field(default_factory=set)
    duration_styles: set[int] = field(default_factory=set)
    yellow_styles: set[int] = field(default_factory=set)


class _Reader:
    def __init__(self) -> None:
        self.styles = Styles()
        self._formats: dict[int, str] = {}
        self._yellow_fills: set[int] = set()
        self._fill = -1
        self._solid = False
        self._cells = -1
        self._inside = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("fills", "cellXfs", "cellStyleXfs", "dxfs", "numFmts"):
            self._inside = tag
        elif tag == "numFmt" and self._inside == "numFmts":
            self._formats[_index(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "fill" and self._inside == "fills":
            self._fill += 1
        elif tag == "patternFill":
            self._solid = attributes.get("patternType") not in (None, "none")
        elif tag == "fgColor" and self._inside == "fills" and self._solid and _is_yellow(attributes):
            self._yellow_fills.add(self._fill)
        elif tag == "xf" and self._inside == "cellXfs":
            self._cell_style(attributes)

    def end(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def _cell_style(self, attributes: Mapping[str, str]) -> None:
        self._cells += 1
        if self._cells > limits.PLAN.cells:
            raise broken_zip_error("Le classeur déclare un nombre démesuré de styles.")
        number_format = _index(attributes.get("numFmtId"))
        code = self._formats.get(number_format, "")
        if number_format == _BUILT_IN_DURATION_FORMAT or _ELAPSED.search(code):
            self.styles.duration_styles.add(self._cells)
        elif number_format in _BUILT_IN_CLOCK_FORMATS or _is_clock_format(code):
            self.styles.clock_styles.add(self._cells)
        if number_format in _BUILT_IN_DATE_FORMATS or _is_date_format(code):
            self.styles.date_styles.add(self._cells)
        if _index(attributes.get("fillId")) in self._yellow_fills:
            self.styles.yellow_styles.add(self._cells)


def read_styles(data: bytes, member: str) -> Styles:
    reader = _Reader()
    walk_xml(data, member, reader.start, reader.end)
    return reader.styles


def _index(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 0


def _is_date_format(code: str) -> bool:
    bare = _LITERAL.sub("", code).lower()
    return "general" not in bare and any(sign in bare for sign in "ymdaj") and "#" not in bare


def _is_clock_format(code: str) -> bool:
    bare = _LITERAL.sub("", code).lower()
    return ("h" in bare or "mm:ss" in bare) and not any(sign in bare for sign in "ydj#")


def is_yellow_rgb(rgb: str) -> bool:
    """``rgb``: six hexadecimal digits; anything else is no yellow."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", rgb):
        return False
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    return 40 <= hue * 360 <= 68 and saturation >= 0.12 and value >= 0.75


def _is_yellow(color: Mapping[str, str]) -> bool:
    if "rgb" in color:
        return is_yellow_rgb(color["rgb"][-6:])
    return color.get("theme") == _GOLD_THEME or color.get("indexed") in _YELLOW_INDEXES
