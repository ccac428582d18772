"""Parses the cells of an extract: signed amount, day, year, commitment number, codes."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pacte.exchange.records import CellKind, GridCell
from pacte.finance.records import Fund, Section
from pacte.kernel.action_codes import NO_CODE, ActionCode, is_action_code, normalise_action_code
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.kernel.money import parse_cents

_DEBIT_OR_CREDIT = re.compile(r"^(.*\d)\s*(?:€\s*)?(cr|db|c|d)\.?$", re.I)
_FRENCH_DAY = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})$")
_ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SCIENTIFIC_NOTATION = re.compile(r"^\d+(?:[.,]\d+)?[eE]\+\d+$")
_MAX_NUMBER_LENGTH = 80
_MAX_CENTS = 10**14
_ACTION_CODE = re.compile(r"\s*(?:(?:action|fiche)\b)?\s*(?:n\s*°)?\s*([A-Z0-9][A-Z0-9.-]*)(?=[\s:;–—]|$)", re.I)


def parse_amount_cell(cell: GridCell, unit: str) -> int | None:
    """Cents, possibly negative (« -12,50 », « (12,50) », « 12,50- », « 12,50 CR »); None for an empty cell.

    Raises ``ValidationError`` when it is not an amount, or is larger than any budget.
    """
    cents = _parse_cents(cell, unit)
    if cents is not None and abs(cents) > _MAX_CENTS:
        raise ValidationError(
            "amount_large", f"« {cell.text.strip()[:30]} » dépasse mille milliards d’euros.", hint="Vérifiez l’unité."
        )
    return cents


def _parse_cents(cell: GridCell, unit: str) -> int | None:
    text = cell.text.strip()
    if not text or text in ("-", "–", "—", "- €"):
        return None
    if cell.kind is CellKind.ERROR:
        raise ValidationError("amount_error", f"La case contient « {text} ».")
    if cell.kind is CellKind.NUMBER and re.fullmatch(r"-?\d+(?:\.\d+)?", text):
        return _to_cents(Decimal(text), unit)
    match = _DEBIT_OR_CREDIT.match(text)
    cents = parse_cents(match[1] if match else text, unit, signed=True)
    return -cents if match and match[2].lower().startswith("c") else cents


def _to_cents(value: Decimal, unit: str) -> int:
    """Rounded to the nearest cent: a spreadsheet stores more digits than it shows."""
    return round(value * {"€": 1, "k€": 1_000, "M€": 1_000_000}[unit] * 100)


def parse_day_cell(cell: GridCell) -> date | None:
    """Day of the cell; None when empty. Raises ``ValidationError``."""
    text = cell.text.strip()
    if not text:
        return None
    try:
        iso = _ISO_DAY.match(text)
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        french = _FRENCH_DAY.match(text.split(" ")[0])
        if french:
            year = int(french[3]) + (2000 if len(french[3]) == 2 else 0)
            return date(year, int(french[2]), int(french[1]))
    except ValueError as fault:
        raise ValidationError("day", f"« {text[:20]} » n’est pas une date.") from fault
    raise ValidationError("day", f"« {text[:20]} » n’est pas une date.")


def find_fiscal_year(text: str) -> int | None:
    """Year of « 2019 », « Exercice 2019 » or « 31/12/2019 »; None when there is no year or several."""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def find_closing_day(text: str) -> date | None:
    """Day of « arrêté au 31/12/2020 » in a title above the table."""
    match = re.search(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](20\d\d)", text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def normalise_commitment_number(text: str) -> str:
    """Canonical commitment number: « e19 - 0012 » and « E19-0012 » are the same, so are « 0012 » and « 12 » (a
    spreadsheet drops leading zeros). Raises ``ValidationError`` when a spreadsheet has damaged it.
    """
    number = re.sub(r"\s+", "", text).upper()
    if _SCIENTIFIC_NOTATION.match(number):
        raise ValidationError(
            "number_damaged",
            f"« {text.strip()} » est un numéro abîmé par le tableur.",
            hint="Mettez la colonne au format texte, puis extrayez de nouveau.",
        )
    if len(number) > _MAX_NUMBER_LENGTH:
        raise ValidationError("number_long", f"« {text[:30]}… » est trop long pour un numéro d’engagement.")
    if number.endswith(".0") and number[:-2].isdigit():
        number = number[:-2]
    return number.lstrip("0") if number.isdigit() and number.lstrip("0") else number


def find_action_code(text: str) -> ActionCode | None:
    """Code in « 12 », « Action 12 », « A.1 », « 27b - Alphabétisation ». The meaning of « A12 » depends on the plan."""
    match = _ACTION_CODE.match(text)
    code = normalise_action_code(match[1].rstrip(".-")) if match else NO_CODE
    return code if is_action_code(code) else None


def find_axis_code(text: str) -> str:
    """Axis code in « 1 », « Axe 1 », « 1 - Parcours »; "" when there is none."""
    match = re.match(r"^(?:axe)?\s*([a-z]?\d{1,2}|[a-z])(?![a-z0-9])", fold_text(text))
    return match[1].upper() if match else ""


def parse_section(text: str) -> Section | None:
    word = fold_text(text)
    if word in ("f", "ae", "d f") or word.startswith(("fonct", "ae")):
        return Section.OPERATING
    if word in ("i", "ap", "d i") or word.startswith(("invest", "ap")):
        return Section.INVESTMENT
    return Section.STAFF if word.startswith(("personnel", "rh", "etp", "masse sal")) else None


def parse_fund(text: str) -> Fund:
    """The fund; ``Fund.OTHER`` when the text names none of ours."""
    word = fold_text(text)
    if "hors" in word.split():
        return Fund.OUTSIDE
    if "socle" in word:
        return Fund.BASELINE
    return Fund.PACT if re.search(r"\b(?:pacte|pric|pic)\b", word) else Fund.OTHER
