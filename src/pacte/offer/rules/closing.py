"""When a full catalogue closes so much that somebody must agree first. Pure."""

from __future__ import annotations

from pacte.offer.records.closing import Closing

_ONE_IN = 10


def asks_first(closing: Closing) -> bool:
    """More than a tenth of what is open: a week's changes are far below, a file of another kind far above."""
    return closing.count * _ONE_IN > closing.open_count
