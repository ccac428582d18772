"""The catalogue of indicators, discovered in its folder."""

from __future__ import annotations

from functools import cache

from pacte.indicators import catalog
from pacte.indicators.records import Indicator
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.errors import ValidationError


@cache
def indicators() -> dict[str, Indicator]:
    """By code, sorted."""
    by_code: dict[str, Indicator] = load_catalog_entries(catalog, "INDICATOR")
    return dict(sorted(by_code.items()))


def indicator(code: str) -> Indicator:
    """By code or number (« I6a »). Raises ``ValidationError`` with the closest codes."""
    known = indicators()
    if code in known:
        return known[code]
    for each in known.values():
        if each.number and each.number.lower() == code.lower():
            return each
    near = sorted(each for each in known if code.lower() in each)[:5] or sorted(known)[:5]
    raise ValidationError(
        "unknown_indicator",
        f"L’indicateur « {code} » n’est pas au catalogue.",
        hint=f"Choisissez un code, par exemple : {', '.join(near)}.",
    )
