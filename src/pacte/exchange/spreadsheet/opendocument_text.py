"""Text of a cell of an OpenDocument spreadsheet: paragraphs, with their spaces, tabulations and line breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pacte.exchange import limits
from pacte.exchange.spreadsheet.cell_texts import visible_text

_MAX_COUNT = 99_999_999
_BLANKS = re.compile(r"[ \t\r\n]+")
_NOT_TEXT = frozenset(
    {
        "annotation", "annotation-end", "ruby-text", "note", "frame", "custom-shape", "rect", "line", "polyline",
        "polygon", "path", "circle", "ellipse", "connector", "caption", "measure", "control", "page-thumbnail", "g",
        "tracked-changes",
    }
)  # fmt: skip
"""Elements inside a paragraph whose text is not the cell's: comments, pronunciation, notes, drawings."""


class ParagraphCollector:
    """Joins the paragraphs of one cell, or of one comment, by line ends.

    Blanks collapse as the standard says (ODF 1.3 part 3, 6.1.2): a space that counts is ``text:s``. ``length`` counts
    all signs; no more than a cell may hold are kept, whatever the repeat counts.
    """

    def __init__(self) -> None:
        self._paragraphs: list[str] = []
        self._pieces: list[str] = []
        self.length = 0
        self._depth = self._skipped = 0
        self._ends_with_blank = False

    @property
    def is_inside(self) -> bool:
        """Whether a paragraph is open."""
        return self._depth > 0

    @property
    def text(self) -> str:
        return visible_text("\n".join(self._paragraphs))

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Receives ``text:p`` and every element inside it."""
        self._depth += 1
        if self._skipped or tag in _NOT_TEXT:
            self._skipped += 1
        elif self._depth == 1:
            self.length += 1 if self._paragraphs else 0
            self._pieces, self._ends_with_blank = [], True
        elif tag == "s":
            self._add_spaces(repeat_count(attributes.get("c")))
        elif tag == "tab":
            self._add("\t")
        elif tag == "line-break":
            self._add("\n")

    def end(self) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
        elif self._depth == 0:
            text = "".join(self._pieces)
            # The blanks that end a paragraph do not count, unless ``text:s`` wrote them.
            self._paragraphs.append(text[:-1] if self._ends_with_blank and self._pieces else text)

    def characters(self, run: str) -> None:
        if self._skipped or not self._depth:
            return
        text = _BLANKS.sub(" ", run)
        if self._ends_with_blank:
            text = text.removeprefix(" ")
        if text:
            self._add(text)
            self._ends_with_blank = text.endswith(" ")

    def _add(self, text: str) -> None:
        if self.length <= limits.MAX_CELL_TEXT:
            self._pieces.append(text)
        self.length += len(text)
        self._ends_with_blank = False

    def _add_spaces(self, count: int) -> None:
        spaces = " " * (min(count, limits.MAX_CELL_TEXT) if self.length <= limits.MAX_CELL_TEXT else 0)
        self._add(spaces)
        self.length += count - len(spaces)


def repeat_count(text: str | None) -> int:
    """A count of the format: 1 when it is absent or no positive number, 99,999,999 at most."""
    if not text or not (text.isascii() and text.isdecimal()):
        return 1
    return max(int(text), 1) if len(text) < 9 else _MAX_COUNT
