"""Partner state that a restore must not undo. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartnerState:
    """``generation`` of the secret: earlier generations no longer authenticate."""

    slug: str
    generation: int
    is_active: bool
