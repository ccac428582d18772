"""Text of a cell: the same for the same content, whatever the format of the workbook. Pure."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

FORMULA_WITHOUT_RESULT = "formule sans résultat"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_INVISIBLE_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
_MAX_MAGNITUDE = 30


def column_number(letters: str) -> int:
    """« A » → 1, « AB » → 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def visible_text(text: str) -> str:
    """Normalises line endings and removes invisible characters."""
    return (
        _INVISIBLE_CHARACTERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        .encode("utf-8", "replace")
        .decode()
    )


def clean_xml_text(text: str) -> str:
    """Decodes the escapes of Office Open XML (« _x000D_ »), then as ``visible_text``."""
    return visible_text(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text)


def parse_saved_number(raw: str) -> Decimal | None:
    """The number that a spreadsheet saved (« 1.5 », « 1E3 »). None when it is none, or none that a table holds."""
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _MAX_MAGNITUDE else None


def shown_number(number: Decimal) -> str:
    """Fifteen digits, as a spreadsheet shows them: 0.1 + 0.2 is saved as 0.30000000000000004."""
    text = format(Decimal(format(number, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_time(seconds: int) -> str:
    """« 09:30 », « 35:00 », « 09:30:15 »: a time of day or a duration."""
    minutes, left = divmod(seconds, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{left:02}" if left else text
