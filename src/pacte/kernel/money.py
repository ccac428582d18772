"""Amounts in euros, as whole cents: parsing of typed amounts, French formatting."""

from __future__ import annotations

import re
from decimal import Decimal

from pacte.kernel.errors import ValidationError
from pacte.kernel.french import NARROW_SPACE, format_number
from pacte.kernel.french_numbers import DecimalMark, parse_number_and_unit

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


def parse_cents(text: str, default_unit: str = "€", *, signed: bool = False) -> int:
    """Cents of « 125,49 M€ », « 1 250 k€ », « 1.234.567,89 € » or « 125.49 » (then in ``default_unit``).

    A lone mark is that of the decimals: « 1.250 M€ » is 1 250 000 €. In euros, which have no third decimal, « 1.250 € »
    and « 1,250 € » have two readings and are refused. So is an amount below zero, unless ``signed``.

    Raises ``ValidationError``: ``amount_words`` (no digits), ``amount_unit``, ``amount_shape``, ``amount_negative``.
    """
    amount = parse_number_and_unit(text, mark=DecimalMark.EITHER)
    if amount is None:
        raise ValidationError(
            "amount_shape" if re.search(r"\d", text) else "amount_words",
            f"« {text} » n'est pas un montant.",
            "Un montant s'écrit en chiffres, avec une seule virgule, et une unité au besoin.",
            "Écrivez par exemple « 125,49 M€ » ou « 1 250 000 € ».",
        )
    unit = (amount.unit or default_unit).strip().lower().replace("’", "'")
    if unit not in _UNITS:
        raise ValidationError(
            "amount_unit",
            f"L'unité « {unit} » de « {text} » n'est pas connue.",
            hint="Employez €, k€ ou M€.",
        )
    if _UNITS[unit] == 1 and parse_number_and_unit(text) is None:
        raise ValidationError(
            "amount_shape",
            f"« {text} » peut se lire de deux façons : en milliers, ou avec des décimales.",
            hint="Écrivez les milliers sans point ni virgule, et deux décimales au plus.",
        )
    value = amount.value * _UNITS[unit] * 100
    if value < 0 and not signed:
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
    return int(value)


def format_euros(cents: int) -> str:
    """« 1 234 567 € », with cents only when they are not zero."""
    decimals = 0 if cents % 100 == 0 else 2
    return f"{format_number(Decimal(cents) / 100, decimals)}{NARROW_SPACE}€"


def format_millions(cents: int, decimals: int = 2) -> str:
    """« 125,49 M€ »."""
    return f"{format_number(Decimal(cents) / 100_000_000, decimals)}{NARROW_SPACE}M€"


def format_millions_number(cents: int, decimals: int = 2) -> str:
    """« 16,20 », for a column or a drawing whose unit is M€."""
    return format_number(Decimal(cents) / 100_000_000, decimals)


def is_in_millions(euros: Decimal) -> bool:
    """True from a million euros on: a sentence then gives millions."""
    return abs(euros) >= 1_000_000


def format_amount(cents: int) -> str:
    """As a sentence gives an amount: « 342,59 M€ » from a million euros on, else « 812 430,50 € »."""
    return format_millions(cents) if is_in_millions(Decimal(cents) / 100) else format_euros(cents)
