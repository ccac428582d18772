"""Formats declared figures with the decimals that were entered, and no more."""

from __future__ import annotations

from decimal import Decimal

from pacte.kernel.french import format_number


def strip_trailing_zeros(value: Decimal) -> Decimal:
    """Strips trailing zeros: the column stores four decimals, and « 10.0000 » becomes 10."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def format_exact_decimal(value: Decimal) -> str:
    """« 12 694,5 »."""
    short = strip_trailing_zeros(value)
    return format_number(short, max(0, -int(short.as_tuple().exponent)))
