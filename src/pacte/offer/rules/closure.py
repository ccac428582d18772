"""When closing trainings with a full catalogue needs confirmation. Pure."""

from __future__ import annotations

from pacte.offer.records.closure import ClosurePreview

_ALLOWED_SHARE_DIVISOR = 10


def needs_confirmation(closing: ClosurePreview) -> bool:
    """True above a tenth of the open trainings: weekly changes are far below, a file of the wrong kind far above."""
    return closing.count * _ALLOWED_SHARE_DIVISOR > closing.open_count
