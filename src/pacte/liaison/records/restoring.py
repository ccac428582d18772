"""What a restore must not take back from a partner. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartnerState:
    """``generation`` of the secret: those of before open nothing any more."""

    slug: str
    generation: int
    is_active: bool
