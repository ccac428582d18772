"""Steps that bring a journey to the state implied by a partner's act. Pure.

A partner sends acts, but not all of them: « retenue » implies that the session was proposed to the person. The missing
steps are found by a shortest-path search on the journey state machine, among the steps that may be implied: none that
closes a path, none that asserts what nobody observed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from pacte.interop.records import ActStatus
from pacte.journeys.records import EndKind, JourneyState, StepKind
from pacte.journeys.rules.state_machine import TRANSITIONS, JourneyStatus

_K, _S, _A = StepKind, JourneyState, ActStatus


@dataclass(frozen=True, slots=True)
class ActGoal:
    """The step that records the act, and its detail.

    ``reached_states``: states in which the act is already recorded.
    """

    kind: StepKind
    reached_states: frozenset[JourneyState] = frozenset()
    end_kind: EndKind | None = None


_AFTER_ADMISSION = frozenset({_S.ADMITTED, _S.IN_TRAINING, _S.INTERRUPTED, _S.ENDED})
_AFTER_INFORMATION = _AFTER_ADMISSION | {_S.INFORMED, _S.TESTED, _S.WAITING, _S.RESERVED, _S.NOT_KEPT}
_AFTER_INVITATION = _AFTER_INFORMATION | {_S.INVITED, _S.SLOT_CHOSEN, _S.MISSED}
ACT_GOALS: Mapping[ActStatus, ActGoal] = {
    _A.POSITIONED: ActGoal(_K.PROPOSED, _AFTER_INVITATION | {_S.PROPOSED, _S.DECLINED, _S.TO_RESEAT}),
    _A.SUMMONED: ActGoal(_K.INVITED, _AFTER_INVITATION),
    _A.ABSENT: ActGoal(_K.INFORMATION_MISSED, frozenset({_S.MISSED})),
    _A.NOT_KEPT: ActGoal(_K.NOT_KEPT, frozenset({_S.NOT_KEPT})),
    _A.KEPT: ActGoal(_K.ADMITTED, _AFTER_ADMISSION),
    _A.WAITING: ActGoal(_K.WAITING_LISTED, _AFTER_ADMISSION | {_S.WAITING, _S.RESERVED}),
    _A.GAVE_UP: ActGoal(_K.DECLINED, frozenset({_S.DECLINED})),
    _A.ENROLLED: ActGoal(_K.ADMITTED, _AFTER_ADMISSION),
    _A.NEVER_CAME: ActGoal(_K.NEVER_CAME),
    _A.ENTERED: ActGoal(_K.ENTERED, frozenset({_S.IN_TRAINING, _S.INTERRUPTED, _S.ENDED})),
    _A.INTERRUPTED: ActGoal(_K.INTERRUPTED, frozenset({_S.INTERRUPTED})),
    _A.RESUMED: ActGoal(_K.RESUMED, frozenset({_S.IN_TRAINING})),
    _A.COMPLETED: ActGoal(_K.ENDED, frozenset({_S.ENDED}), EndKind.TO_TERM),
    _A.DROPPED_OUT: ActGoal(_K.ENDED, frozenset({_S.ENDED}), EndKind.DROPOUT),
    _A.EXCLUDED: ActGoal(_K.ENDED, frozenset({_S.ENDED}), EndKind.EXCLUSION),
    _A.LEFT_FOR_JOB: ActGoal(_K.ENDED, frozenset({_S.ENDED}), EndKind.TO_JOB),
    _A.LEFT_UNKNOWN: ActGoal(_K.ENDED, frozenset({_S.ENDED}), EndKind.UNKNOWN),
}
# Steps that may be implied. An entry is never implied: it opens pay and starts hours.
_IMPLIED_KINDS = (_K.NEED_EXPRESSED, _K.PROPOSED, _K.INVITED, _K.ADMITTED)
# A step is implied only where it moves a journey forward, never where it would restart it.
_IMPLIED_FROM_STATES = {
    _K.NEED_EXPRESSED: frozenset({_S.NEW}),
    _K.PROPOSED: frozenset({_S.OPEN, _S.NOT_KEPT, _S.DECLINED}),
}
# « Absente à l'information collective » implies an invitation; « retenue » implies that the person attended.
_IMPLIED_BY_STATUS = {
    _A.KEPT: (_K.NEED_EXPRESSED, _K.PROPOSED, _K.INFORMATION_ATTENDED),
    _A.NOT_KEPT: (_K.NEED_EXPRESSED, _K.PROPOSED, _K.INFORMATION_ATTENDED),
    _A.WAITING: (_K.NEED_EXPRESSED, _K.PROPOSED),
    _A.ENROLLED: (_K.NEED_EXPRESSED, _K.PROPOSED),
    _A.POSITIONED: (_K.NEED_EXPRESSED,),
    _A.SUMMONED: (_K.NEED_EXPRESSED, _K.PROPOSED),
    _A.ABSENT: (_K.NEED_EXPRESSED, _K.PROPOSED, _K.INVITED),
}


def is_act_already_reflected(journey_status: JourneyStatus, status: ActStatus, session_id: int | None) -> bool:
    """Return True when the journey, on that session, is at or beyond the state the act leads to."""
    goal = ACT_GOALS[status]
    if goal.end_kind not in (None, EndKind.UNKNOWN, journey_status.end_kind):
        return False
    return journey_status.session_id == session_id and journey_status.state in goal.reached_states


def steps_for_act(
    journey_status: JourneyStatus, status: ActStatus, session_id: int | None
) -> tuple[StepKind, ...] | None:
    """Return the steps to record, the act's own step last. None when no implied path exists: a user must decide."""
    goal = ACT_GOALS[status].kind
    implied = _IMPLIED_BY_STATUS.get(status, _IMPLIED_KINDS)
    state = journey_status.state
    if journey_status.session_id not in (None, session_id) and state not in (_S.NEW, _S.OPEN, _S.CLOSED):
        # Another session than the current one: propose it again, when the journey allows it.
        return _find_path(state, goal, implied, via=_K.PROPOSED)
    return _find_path(state, goal, implied)


def _find_path(
    state: JourneyState, goal: StepKind, implied: tuple[StepKind, ...], via: StepKind | None = None
) -> tuple[StepKind, ...] | None:
    if via is not None and goal is not via:
        if state not in TRANSITIONS[via][0]:
            return None
        after = TRANSITIONS[via][1]
        rest = _find_path(after or state, goal, implied)
        return None if rest is None else (via, *rest)
    # « Retenue » and « non retenue » follow a meeting: prefer the path through it to the shortest one.
    meeting = _K.INFORMATION_ATTENDED
    if meeting in implied and goal is not meeting:
        first = _shortest_path(state, meeting, tuple(kind for kind in implied if kind is not meeting))
        if first is not None:
            return (*first, goal)
    return _shortest_path(state, goal, implied)


def _shortest_path(state: JourneyState, goal: StepKind, implied: tuple[StepKind, ...]) -> tuple[StepKind, ...] | None:
    queue: deque[tuple[JourneyState, tuple[StepKind, ...]]] = deque([(state, ())])
    visited = {state}
    while queue:
        current_state, path = queue.popleft()
        if current_state in TRANSITIONS[goal][0]:
            return (*path, goal)
        for kind in implied:
            origins, target = TRANSITIONS[kind]
            if (
                current_state in _IMPLIED_FROM_STATES.get(kind, origins)
                and target is not None
                and target not in visited
            ):
                visited.add(target)
                queue.append((target, (*path, kind)))
    return None


# Two statuses map to one step: use the one that asserts less.
_PREFERRED_STATUS = {_K.ADMITTED: _A.ENROLLED}
_STATUS_BY_KIND = {goal.kind: status for status, goal in ACT_GOALS.items() if goal.end_kind is None} | _PREFERRED_STATUS
_STATUS_BY_END_KIND = {goal.end_kind: status for status, goal in ACT_GOALS.items() if goal.end_kind is not None}


def act_status_of_step(kind: StepKind, end_kind: EndKind | None = None) -> ActStatus | None:
    """Return the pivot status of a step; an end without its own status is « sortie ». None: no status exists."""
    if kind is _K.ENDED:
        return _STATUS_BY_END_KIND.get(end_kind, _A.LEFT_UNKNOWN) if end_kind else _A.LEFT_UNKNOWN
    return _STATUS_BY_KIND.get(kind)
