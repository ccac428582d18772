"""The statement of decisions issued by a committee: numbered, frozen, the source of its files. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class StatementDecision:
    """One decision as issued. ``actions``: number and name of each action concerned."""

    ref: str
    number: int
    text: str
    actions: tuple[str, ...]
    owner: str
    due: str
    effect: str
    check: str
    due_on: date | None = None
    check_on: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement that the members receive. ``points``: the agenda as it was followed."""

    number: int
    plan_code: str
    plan_title: str
    version: str
    committee_number: int
    title: str
    held_on: date
    hour: str
    place: str
    issued_on: date
    issued_by: str
    synthetic: bool
    points: tuple[str, ...] = ()
    decisions: tuple[StatementDecision, ...] = ()
