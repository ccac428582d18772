"""What the state of an action means for those who follow it."""

from __future__ import annotations

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import ActionState, PlanContent

_OVER = frozenset({ActionState.ABANDONED, ActionState.SPLIT, ActionState.MERGED})


def is_over(state: ActionState) -> bool:
    """True for the states that an action does not come back from."""
    return state in _OVER


def is_running(state: ActionState) -> bool:
    return state is ActionState.RUNNING


def running_numbers(content: PlanContent) -> tuple[ActionCode, ...]:
    """Actions that follow their course: neither suspended nor over."""
    return tuple(number for number in content.numbers if is_running(content.state_of(number)))
