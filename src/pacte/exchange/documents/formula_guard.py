"""Neutralises texts that a spreadsheet would run as formulas or convert when it opens a csv.

A csv has no cell types: the program guesses. « =… » becomes a formula, « 1-1 » the first of January, and « 0612 »
loses its zero. An apostrophe before the text keeps it a text. The rule is reversible: a text that already starts with
apostrophes before such content gets one more. Numbers and telephone numbers, such as « +33612345678 » or « -1200.50 »,
and a lone sign are left unchanged: they cannot run.
"""

from __future__ import annotations

import re
import unicodedata

_FORMULA_SIGNS = "=+-@"
_HARMLESS = re.compile(r"[+-]?(?:[1-9][\d\s]*|0?)(?:[.,]\d+)?\s?[%€]?")
_AUTO_CONVERTED = re.compile(r"\d{1,4}(?:[-/.:]\d{1,4}){1,2}|\d+[eE][+-]?\d+|0\d+")


def _normalised(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lstrip("\ufeff\u200b \t\r\n\x00")


def _is_executable(text: str) -> bool:
    folded = _normalised(text)
    if not folded or _HARMLESS.fullmatch(text):
        return False
    return folded[0] in _FORMULA_SIGNS or text[0] in "\t\r\n\x00"


def _is_misread(text: str) -> bool:
    return _is_executable(text) or (
        bool(_AUTO_CONVERTED.fullmatch(_normalised(text))) and not _HARMLESS.fullmatch(text)
    )


def escape_formula(text: str) -> str:
    """The text, prefixed with an apostrophe when a spreadsheet would not read it as text."""
    return f"'{text}" if _is_misread(text.lstrip("'")) else text


def escape_code_formula(text: str) -> str:
    """The same for an identifier read by programs: only formulas get an apostrophe, zeros and dashes are left as is."""
    return f"'{text}" if _is_executable(text.lstrip("'")) else text


def unescape_formula(text: str) -> str:
    """Inverse of ``escape_formula``."""
    return text[1:] if text.startswith("'") and _is_misread(text.lstrip("'")) else text
