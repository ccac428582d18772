"""How a declared figure is written: as many decimals as it was given, no more."""

from __future__ import annotations

from decimal import Decimal

from pacte.kernel.french import number


def exact(value: Decimal) -> Decimal:
    """The column keeps four decimals; « 10.0000 » comes back as 10."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def written(value: Decimal) -> str:
    """« 12 694,5 »."""
    short = exact(value)
    return number(short, max(0, -int(short.as_tuple().exponent)))
