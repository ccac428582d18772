"""Measures and fits texts on slides. Uses a font wider than the one displayed, so that texts always fit.

A slide has no overflow: a text that is too long is shrunk to a minimum size, then cut with « … » at a word.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from PIL import ImageFont

LINE_HEIGHT = 1.22
_REFERENCE_SIZE = 100
_BOLD_FACTOR = 1.07
_ELLIPSIS = "…"


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    path = files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf"
    return ImageFont.truetype(str(path), _REFERENCE_SIZE, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=20_000)
def _reference_width(text: str) -> float:
    return float(_font().getlength(text))


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text, in points."""
    return _reference_width(text) * size / _REFERENCE_SIZE * (_BOLD_FACTOR if bold else 1)


def wrapped_line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Number of lines of the text at that width, wrapped between words, and inside words that are too long."""
    return sum(_paragraph_line_count(paragraph, width, size, bold) for paragraph in text.split("\n")) if text else 0


def text_height(text: str, width: float, size: float, *, bold: bool = False) -> float:
    return wrapped_line_count(text, width, size, bold=bold) * size * LINE_HEIGHT


def fit_text(
    text: str, width: float, height: float, size: float, *, smallest: float = 11, bold: bool = False
) -> tuple[str, float]:
    """The text and its size, reduced then truncated if needed to fit the box."""
    while size > smallest and text_height(text, width, size, bold=bold) > height:
        size -= 0.5
    return truncate_to_box(text, width, height, size, bold=bold), size


def truncate_to_box(text: str, width: float, height: float, size: float, *, bold: bool = False) -> str:
    """As many words as fit the box, then « … »."""
    if text_height(text, width, size, bold=bold) <= height:
        return text
    words = text.split(" ")
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if text_height(_with_ellipsis(words[:middle]), width, size, bold=bold) <= height:
            low = middle
        else:
            high = middle - 1
    return _with_ellipsis(words[:low])


def _with_ellipsis(words: list[str]) -> str:
    return " ".join(words).rstrip(" ,;:.") + _ELLIPSIS


def _paragraph_line_count(paragraph: str, width: float, size: float, bold: bool) -> int:
    count, used = 1, 0.0
    space = text_width(" ", size, bold=bold)
    for word in paragraph.split(" "):
        word_width = text_width(word, size, bold=bold)
        if used and used + space + word_width > width:
            count, used = count + 1, 0.0
        if word_width > width:
            whole = int(word_width // width)
            count, word_width = count + whole, word_width - whole * width
        used += word_width + (space if used else 0)
    return count
