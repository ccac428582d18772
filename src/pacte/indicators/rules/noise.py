"""Whether the share of a part differs from that of the whole by more than chance would. Pure."""

from __future__ import annotations

from math import sqrt

from pacte.indicators.records import Indicator, Unit, Value

# Two standard errors and a little less: one part in twenty would be set apart by chance alone.
_ERRORS = 1.96
# Neither is drawn one by one, so that chance cannot be told from their number.
_NOT_DRAWN = ("euros", "heures")


def has_noise(indicator: Indicator) -> bool:
    """A share of people, places or sessions: what chance alone moves can be computed from their number."""
    is_share = indicator.is_rate and indicator.unit is Unit.PERCENT
    return is_share and not indicator.denominator_label.startswith(_NOT_DRAWN)


def is_within_noise(part: Value | None, whole: Value) -> bool:
    """False when either share is unknown."""
    if part is None or part.numerator is None or not part.denominator:
        return False
    if whole.numerator is None or not whole.denominator:
        return False
    share = whole.numerator / whole.denominator
    spread = sqrt(max(share * (1 - share), 0) / part.denominator)
    return abs(part.numerator / part.denominator - share) <= _ERRORS * spread
