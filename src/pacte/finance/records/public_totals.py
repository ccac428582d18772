"""Totals of the money of a plan that everybody may read: the plan and its axes, never an action. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicAxisMoney:
    """Cents of one axis: given by the plan, committed and ordered. None: unknown, which differs from zero."""

    code: str
    label: str
    title: str
    envelope: int | None
    committed: int | None
    ordered: int | None


@dataclass(frozen=True, slots=True)
class PublicMoney:
    """Cents of the plan and of its axes. ``axes`` is empty when an axis alone would give the amount of an action."""

    envelope: int | None
    committed: int | None
    ordered: int | None
    axes: tuple[PublicAxisMoney, ...] = ()
