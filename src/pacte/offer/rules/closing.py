"""When closing trainings with a full catalogue needs confirmation. Pure."""

from __future__ import annotations

from pacte.offer.records.closing import Closing

_ONE_IN = 10


def asks_first(closing: Closing) -> bool:
    """True above a tenth of the open trainings: weekly changes are far below, a file of the wrong kind far above."""
    return closing.count * _ONE_IN > closing.open_count
