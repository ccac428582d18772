"""Styles of an OpenDocument spreadsheet, only to tell which sheets are hidden and which cells are yellow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pacte.exchange import limits
from pacte.exchange.spreadsheet.styles import is_yellow_rgb
from pacte.exchange.spreadsheet.zip_archive import broken_zip_error

_MAX_PARENTS = 20
_EXTERNAL_DATA = "ta_extref"
"""Style of the sheets in which LibreOffice keeps what a formula read in another file."""


@dataclass(slots=True)
class OpenDocumentStyles:
    """Fed with the elements of ``office:styles`` and ``office:automatic-styles``, then asked by style name."""

    _backgrounds: dict[str, str] = field(default_factory=dict)
    _parents: dict[str, str] = field(default_factory=dict)
    _hidden_sheets: set[str] = field(default_factory=set)
    _current: tuple[str, str] = ("", "")
    """Family and name of the style being read."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "style":
            self._current = attributes.get("family", ""), attributes.get("name", "")
            if len(self._parents) > limits.PLAN.cells:
                raise broken_zip_error("Le classeur déclare un nombre démesuré de styles.")
            if self._current[0] == "table-cell":
                self._parents[self._current[1]] = attributes.get("parent-style-name", "")
        elif tag == "table-cell-properties" and "background-color" in attributes:
            if self._current[0] == "table-cell":
                self._backgrounds[self._current[1]] = attributes["background-color"]
        elif tag == "table-properties" and attributes.get("display") == "false" and self._current[0] == "table":
            self._hidden_sheets.add(self._current[1])

    def end(self, tag: str) -> None:
        if tag == "style":
            self._current = "", ""

    def is_yellow(self, name: str) -> bool:
        """Whether cells of this style, or of the style that it derives from, have a yellow background."""
        for _ in range(_MAX_PARENTS):
            if not name:
                return False
            if name in self._backgrounds:
                return is_yellow_rgb(self._backgrounds[name].removeprefix("#"))
            name = self._parents.get(name, "")
        return False

    def is_hidden_sheet(self, name: str) -> bool:
        return name in self._hidden_sheets

    @staticmethod
    def is_external_data(name: str) -> bool:
        """A copy of another file's cells, which no spreadsheet program shows as a sheet."""
        return name == _EXTERNAL_DATA
