"""Value of a cell of an OpenDocument spreadsheet: the text and the kind that the same cell gives in an .xlsx file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from pacte.exchange.records import EMPTY_CELL, CellKind, GridCell
from pacte.exchange.spreadsheet.cell_texts import (
    FORMULA_WITHOUT_RESULT,
    parse_saved_number,
    shown_number,
    shown_time,
    visible_text,
)

_NUMBERS = frozenset({"float", "percentage", "currency"})
_DURATION = re.compile(r"P(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8})(?:[.,]\d+)?S)?)?")
_ERROR = re.compile(r"#[\w/ ]{1,12}[!?]|#N/[AD]|Err ?: ?\d{3}|Erreur ?: ?\d{3}")


def opendocument_cell(attributes: Mapping[str, str], text: str) -> GridCell:
    """``attributes``: of ``table:table-cell``, without namespaces; ``text``: its paragraphs.

    Raises ``ValueError``, with a sentence, when the value is not of the kind that the cell announces.
    """
    kind, has_formula = attributes.get("value-type", ""), "formula" in attributes
    if kind == "error" or (has_formula and _ERROR.fullmatch(text.strip())):
        return GridCell(text if text.strip() else FORMULA_WITHOUT_RESULT, CellKind.ERROR)
    if kind in _NUMBERS and "value" in attributes:
        return _number(attributes["value"].strip())
    if kind == "date" and "date-value" in attributes:
        return _day(attributes["date-value"].strip(), text)
    if kind == "time" and "time-value" in attributes:
        return _time(attributes["time-value"].strip(), text)
    if kind == "boolean" and "boolean-value" in attributes:
        return GridCell("VRAI" if attributes["boolean-value"].strip() in ("true", "1") else "FAUX", CellKind.BOOL)
    if kind == "string" and "string-value" in attributes:
        text = visible_text(attributes["string-value"])
    if not text.strip():
        return GridCell(FORMULA_WITHOUT_RESULT, CellKind.ERROR) if has_formula and kind != "string" else EMPTY_CELL
    return GridCell(text)


def _number(raw: str) -> GridCell:
    number = parse_saved_number(raw)
    if number is None:
        raise ValueError(f"« {raw[:40]} » y est donné pour un nombre.")
    return GridCell(shown_number(number), CellKind.NUMBER)


def _day(raw: str, text: str) -> GridCell:
    """A day, without its time. A date that no calendar of ours holds is left as the spreadsheet showed it."""
    try:
        return GridCell(date.fromisoformat(raw[:10]).isoformat(), CellKind.DATE)
    except ValueError:
        return _shown(raw, text, "une date")


def _time(raw: str, text: str) -> GridCell:
    match = _DURATION.fullmatch(raw)
    if not match:
        return _shown(raw, text, "une durée")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return GridCell(shown_time(((days * 24 + hours) * 60 + minutes) * 60 + seconds))


def _shown(raw: str, text: str, noun: str) -> GridCell:
    if not text.strip():
        raise ValueError(f"« {raw[:40]} » y est donné pour {noun}.")
    return GridCell(text)
