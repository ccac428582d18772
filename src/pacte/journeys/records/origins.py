"""Who brought somebody to their first need. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OriginInput:
    """The winner of a call, and the day on which it brought the person. Numbers are those of the plan."""

    plan_id: int
    plan_action_id: int
    case_number: int
    winner_name: str
    brought_on: date
