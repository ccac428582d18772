"""A promised value and what was counted at its date: reached, not reached, or too few people to tell. Pure."""

from __future__ import annotations

from decimal import Decimal

from pacte.evaluation.records import ProtocolContent

MIN_TOTAL = 11
"""A share of fewer people says nothing, and would tell of them."""


def is_target_reached(content: ProtocolContent, count: int, total: int | None) -> bool | None:
    """None without a promised value, or with too few people. Less is better when the sheet started from more."""
    if content.target_value is None or (total is not None and total < MIN_TOTAL):
        return None
    value = Decimal(count) if total is None else Decimal(100 * count) / total
    starts_above = content.baseline_value is not None and content.baseline_value > content.target_value
    return value <= content.target_value if starts_above else value >= content.target_value


def target_reading_text(is_reached: bool | None) -> str:
    """What the reading says to who decides: it decides nothing by itself."""
    if is_reached is None:
        return "Trop peu de personnes pour conclure."
    return "Le seuil écrit d’avance est atteint." if is_reached else "Le seuil écrit d’avance n’est pas atteint."
