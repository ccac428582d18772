"""Converts values to the text format of PostgreSQL COPY. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from pacte.exchange.lheo import shapes

_PRICE = re.compile(shapes.PRICE)
_encode_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
NULL = "\\N"
EMPTY_ARRAY = "{}"
EMPTY_OBJECT = "{}"
EMPTY_LIST = "[]"


def escape_copy_text(text: str) -> str:
    """Escapes a text field. Most texts are plain and are returned unchanged, without a copy."""
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\n" in text:
        text = text.replace("\n", "\\n")
    if "\t" in text:
        text = text.replace("\t", "\\t")
    if "\r" in text:
        text = text.replace("\r", "\\r")
    return text


def code_array(values: Iterable[str]) -> str:
    """An array of codes made of letters and digits only."""
    return "{" + ",".join(values) + "}"


def text_array(values: Iterable[str]) -> str:
    """An array of any texts."""
    quoted = ('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    return escape_copy_text("{" + ",".join(quoted) + "}")


def json_field(value: object) -> str:
    return escape_copy_text(_encode_json(value))


@lru_cache(maxsize=4096)
def integer_field(text: str) -> str:
    """An integer: « 007 », « +7 » and « 7 » are the same; null when empty."""
    return str(int(text)) if text.strip() else NULL


def boolean_field(text: str) -> str:
    return "t" if text.strip() == "1" else "f"


@lru_cache(maxsize=16_384)
def date_field(text: str) -> str:
    """A complete date of eight digits; null for a partial or unknown one."""
    digits = text.strip()
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return NULL
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return NULL


@lru_cache(maxsize=4096)
def price_field(text: str) -> str:
    """A price in cents: « 9,5 » is 950; null when it is not a price."""
    if not _PRICE.fullmatch(text.strip()):
        return NULL
    euros, _, part = text.strip().replace(",", ".").partition(".")
    return str(int(euros) * 100 + int((part + "00")[:2]))


def coordinate_field(text: str, limit: float) -> str:
    """A coordinate in degrees; null when it is invalid."""
    try:
        value = float(text)
    except ValueError:
        return NULL
    return repr(value) if -limit <= value <= limit else NULL
