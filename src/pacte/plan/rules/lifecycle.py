"""Meaning of an action's state for its follow-up."""

from __future__ import annotations

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import ActionState, PlanContent

_OVER = frozenset({ActionState.ABANDONED, ActionState.SPLIT, ActionState.MERGED})


def is_over_state(state: ActionState) -> bool:
    """Return whether the state is final."""
    return state in _OVER


def is_running_state(state: ActionState) -> bool:
    return state is ActionState.RUNNING


def running_action_numbers(content: PlanContent) -> tuple[ActionCode, ...]:
    """Return the numbers of running actions: neither suspended nor over."""
    return tuple(number for number in content.numbers if is_running_state(content.state_of(number)))
