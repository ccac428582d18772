"""Cases of procedures as the counts read them. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from pacte.kernel.action_codes import ActionCode


class CountedCase(NamedTuple):
    """``first_on``: when the case took the transition. ``answers``: those that the count needs, as known then."""

    action: ActionCode
    case_id: int
    first_on: date
    opened_on: date
    answers: dict[str, Any]


class JourneyEnd(NamedTuple):
    """How the training of a journey ended, as known then."""

    on: date
    kind: str
