"""Meaning of an action's state for its follow-up."""

from __future__ import annotations

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import ActionState, PlanContent

_OVER = frozenset({ActionState.ABANDONED, ActionState.SPLIT, ActionState.MERGED})


def is_over(state: ActionState) -> bool:
    """Return whether the state is final."""
    return state in _OVER


def is_running(state: ActionState) -> bool:
    return state is ActionState.RUNNING


def running_numbers(content: PlanContent) -> tuple[ActionCode, ...]:
    """Return the numbers of running actions: neither suspended nor over."""
    return tuple(number for number in content.numbers if is_running(content.state_of(number)))
