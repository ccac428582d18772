"""Amounts in euros, as whole cents: parsing of typed amounts, French formatting."""

from __future__ import annotations

import re
from decimal import Decimal

from pacte.kernel.errors import ValidationError
from pacte.kernel.french import NARROW_SPACE, format_number

_UNITS = {
    "": 1,
    "€": 1,
    "eur": 1,
    "euro": 1,
    "euros": 1,
    "k€": 1_000,
    "keur": 1_000,
    "m€": 1_000_000,
    "meur": 1_000_000,
    "millions d'euros": 1_000_000,
    "million d'euros": 1_000_000,
    "md€": 1_000_000_000,
}
_AMOUNT = re.compile(r"^(?P<sign>[-−–]?)\s*(?P<digits>\d[\d\s.,]*?)\s*(?P<unit>[^\d\s.,][^\d.,]*)?$")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")


def parse_cents(text: str, default_unit: str = "€", *, signed: bool = False) -> int:
    """Cents of « 125,49 M€ », « 1 250 k€ », « 1.234.567,89 € » or « 125.49 » (then in ``default_unit``).

    An amount below zero is refused unless ``signed``.

    Raises ``ValidationError``: ``amount_words`` (no digits), ``amount_unit``, ``amount_shape``, ``amount_negative``.
    """
    normalised_text = _SPACES.sub(" ", text).strip()
    match = _AMOUNT.match(normalised_text)
    if not match:
        raise ValidationError(
            "amount_words" if not re.search(r"\d", normalised_text) else "amount_shape",
            f"« {text} » n'est pas un montant.",
            "Un montant s'écrit en chiffres, avec une unité au besoin.",
            "Écrivez par exemple « 125,49 M€ » ou « 1 250 000 € ».",
        )
    unit = (match["unit"] or default_unit).strip().lower().replace("’", "'")
    if unit not in _UNITS:
        raise ValidationError(
            "amount_unit",
            f"L'unité « {unit} » de « {text} » n'est pas connue.",
            hint="Employez €, k€ ou M€.",
        )
    value = _decimal(match["digits"], text) * _UNITS[unit] * 100
    if match["sign"] and value and not signed:
        raise ValidationError(
            "amount_negative",
            f"Le montant « {text} » est négatif.",
            "Une enveloppe ne peut pas l'être.",
            "Corrigez le signe, ou ôtez la ligne.",
        )
    if value != value.to_integral_value():
        raise ValidationError(
            "amount_shape",
            f"Le montant « {text} » descend sous le centime.",
            hint="Arrondissez-le au centime.",
        )
    return -int(value) if match["sign"] else int(value)


def _decimal(digits: str, text: str) -> Decimal:
    """Parses digits with at most one decimal mark; the other marks must separate groups of three digits."""
    compact = digits.replace(" ", "")
    marks = [mark for mark in compact if mark in ".,"]
    if marks:
        last = marks[-1]
        whole, _, fraction = compact.rpartition(last)
        grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", compact) and len(set(marks)) == 1 and len(marks) > 1
        if grouped:
            return Decimal(re.sub(r"[.,]", "", compact))
        if last not in whole and re.fullmatch(r"\d+|\d{1,3}(?:[.,]\d{3})+", whole) and fraction.isdigit():
            return Decimal(f"{re.sub(r'[.,]', '', whole)}.{fraction}")
        raise ValidationError(
            "amount_shape",
            f"« {text} » peut se lire de plusieurs façons.",
            hint="Gardez une seule virgule, pour les décimales.",
        )
    return Decimal(compact)


def format_euros(cents: int) -> str:
    """« 1 234 567 € », with cents only when they are not zero."""
    decimals = 0 if cents % 100 == 0 else 2
    return f"{format_number(Decimal(cents) / 100, decimals)}{NARROW_SPACE}€"


def format_millions(cents: int, decimals: int = 2) -> str:
    """« 125,49 M€ »."""
    return f"{format_number(Decimal(cents) / 100_000_000, decimals)}{NARROW_SPACE}M€"


def is_in_millions(euros: Decimal) -> bool:
    """True from a million euros on: a sentence then gives millions."""
    return abs(euros) >= 1_000_000


def format_amount(cents: int) -> str:
    """As a sentence gives an amount: « 342,59 M€ » from a million euros on, else « 812 430,50 € »."""
    return format_millions(cents) if is_in_millions(Decimal(cents) / 100) else format_euros(cents)
