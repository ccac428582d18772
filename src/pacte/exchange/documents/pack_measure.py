"""Measures and fits texts on slides. Uses a font wider than the one displayed, so that texts always fit.

A slide has no overflow: a text that is too long is shrunk to a minimum size, then cut with « … » at a word.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from PIL import ImageFont

LINE = 1.22
_AT = 100
_BOLD = 1.07
_CUT = "…"


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    path = files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf"
    return ImageFont.truetype(str(path), _AT, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=20_000)
def _length(text: str) -> float:
    return float(_font().getlength(text))


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text, in points."""
    return _length(text) * size / _AT * (_BOLD if bold else 1)


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Number of lines of the text at that width, wrapped between words, and inside words that are too long."""
    return sum(_wrapped(paragraph, width, size, bold) for paragraph in text.split("\n")) if text else 0


def height_of(text: str, width: float, size: float, *, bold: bool = False) -> float:
    return lines_of(text, width, size, bold=bold) * size * LINE


def fitted(
    text: str, width: float, height: float, size: float, *, smallest: float = 11, bold: bool = False
) -> tuple[str, float]:
    """The text and its size, reduced then truncated if needed to fit the box."""
    while size > smallest and height_of(text, width, size, bold=bold) > height:
        size -= 0.5
    return cut(text, width, height, size, bold=bold), size


def cut(text: str, width: float, height: float, size: float, *, bold: bool = False) -> str:
    """As many words as fit the box, then « … »."""
    if height_of(text, width, size, bold=bold) <= height:
        return text
    words = text.split(" ")
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if height_of(_ended(words[:middle]), width, size, bold=bold) <= height:
            low = middle
        else:
            high = middle - 1
    return _ended(words[:low])


def _ended(words: list[str]) -> str:
    return " ".join(words).rstrip(" ,;:.") + _CUT


def _wrapped(paragraph: str, width: float, size: float, bold: bool) -> int:
    count, used = 1, 0.0
    space = width_of(" ", size, bold=bold)
    for word in paragraph.split(" "):
        long = width_of(word, size, bold=bold)
        if used and used + space + long > width:
            count, used = count + 1, 0.0
        if long > width:
            whole = int(long // width)
            count, long = count + whole, long - whole * width
        used += long + (space if used else 0)
    return count
