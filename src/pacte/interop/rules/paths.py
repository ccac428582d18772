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
class Goal:
    """The step that records the act, and its detail.

    ``reached_states``: states in which the act is already recorded.
    """

    kind: StepKind
    reached: frozenset[JourneyState] = frozenset()
    end_kind: EndKind | None = None


_AFTER_ADMISSION = frozenset({_S.ADMITTED, _S.IN_TRAINING, _S.INTERRUPTED, _S.ENDED})
_AFTER_INFORMATION = _AFTER_ADMISSION | {_S.INFORMED, _S.TESTED, _S.WAITING, _S.NOT_KEPT}
_AFTER_INVITATION = _AFTER_INFORMATION | {_S.INVITED, _S.SLOT_CHOSEN, _S.MISSED}
GOALS: Mapping[ActStatus, Goal] = {
    _A.POSITIONED: Goal(_K.PROPOSED, _AFTER_INVITATION | {_S.PROPOSED, _S.DECLINED, _S.TO_RESEAT}),
    _A.SUMMONED: Goal(_K.INVITED, _AFTER_INVITATION),
    _A.ABSENT: Goal(_K.INFORMATION_MISSED, frozenset({_S.MISSED})),
    _A.NOT_KEPT: Goal(_K.NOT_KEPT, frozenset({_S.NOT_KEPT})),
    _A.KEPT: Goal(_K.ADMITTED, _AFTER_ADMISSION),
    _A.WAITING: Goal(_K.WAITING_LISTED, _AFTER_ADMISSION | {_S.WAITING}),
    _A.GAVE_UP: Goal(_K.DECLINED, frozenset({_S.DECLINED})),
    _A.ENROLLED: Goal(_K.ADMITTED, _AFTER_ADMISSION),
    _A.NEVER_CAME: Goal(_K.NEVER_CAME),
    _A.ENTERED: Goal(_K.ENTERED, frozenset({_S.IN_TRAINING, _S.INTERRUPTED, _S.ENDED})),
    _A.INTERRUPTED: Goal(_K.INTERRUPTED, frozenset({_S.INTERRUPTED})),
    _A.RESUMED: Goal(_K.RESUMED, frozenset({_S.IN_TRAINING})),
    _A.COMPLETED: Goal(_K.ENDED, frozenset({_S.ENDED}), EndKind.TO_TERM),
    _A.DROPPED_OUT: Goal(_K.ENDED, frozenset({_S.ENDED}), EndKind.DROPOUT),
    _A.EXCLUDED: Goal(_K.ENDED, frozenset({_S.ENDED}), EndKind.EXCLUSION),
    _A.LEFT_FOR_JOB: Goal(_K.ENDED, frozenset({_S.ENDED}), EndKind.TO_JOB),
    _A.LEFT_UNKNOWN: Goal(_K.ENDED, frozenset({_S.ENDED}), EndKind.UNKNOWN),
}
# Steps that may be implied. An entry is never implied: it opens pay and starts hours.
_SUPPOSED = (_K.NEED_EXPRESSED, _K.PROPOSED, _K.INVITED, _K.ADMITTED)
# A step is implied only where it moves a journey forward, never where it would restart it.
_SUPPOSED_FROM = {
    _K.NEED_EXPRESSED: frozenset({_S.NEW}),
    _K.PROPOSED: frozenset({_S.OPEN, _S.NOT_KEPT, _S.DECLINED}),
}
# « Absente à l'information collective » implies an invitation; « retenue » implies that the person attended.
_SUPPOSED_FOR = {
    _A.KEPT: (_K.NEED_EXPRESSED, _K.PROPOSED, _K.INFORMATION_ATTENDED),
    _A.NOT_KEPT: (_K.NEED_EXPRESSED, _K.PROPOSED, _K.INFORMATION_ATTENDED),
    _A.WAITING: (_K.NEED_EXPRESSED, _K.PROPOSED),
    _A.ENROLLED: (_K.NEED_EXPRESSED, _K.PROPOSED),
    _A.POSITIONED: (_K.NEED_EXPRESSED,),
    _A.SUMMONED: (_K.NEED_EXPRESSED, _K.PROPOSED),
    _A.ABSENT: (_K.NEED_EXPRESSED, _K.PROPOSED, _K.INVITED),
}


def is_said(standing: JourneyStatus, status: ActStatus, session_id: int | None) -> bool:
    """Return True when the journey, on that session, is at or beyond the state the act leads to."""
    goal = GOALS[status]
    if goal.end_kind not in (None, EndKind.UNKNOWN, standing.end_kind):
        return False
    return standing.session_id == session_id and standing.state in goal.reached


def way(standing: JourneyStatus, status: ActStatus, session_id: int | None) -> tuple[StepKind, ...] | None:
    """Return the steps to record, the act's own step last. None when no implied path exists: a user must decide."""
    goal = GOALS[status].kind
    supposed = _SUPPOSED_FOR.get(status, _SUPPOSED)
    state = standing.state
    if standing.session_id not in (None, session_id) and state not in (_S.NEW, _S.OPEN, _S.CLOSED):
        # Another session than the current one: propose it again, when the journey allows it.
        return _towards(state, goal, supposed, through=_K.PROPOSED)
    return _towards(state, goal, supposed)


def _towards(
    state: JourneyState, goal: StepKind, supposed: tuple[StepKind, ...], through: StepKind | None = None
) -> tuple[StepKind, ...] | None:
    if through is not None and goal is not through:
        if state not in TRANSITIONS[through][0]:
            return None
        after = TRANSITIONS[through][1]
        rest = _towards(after or state, goal, supposed)
        return None if rest is None else (through, *rest)
    # « Retenue » and « non retenue » follow a meeting: prefer the path through it to the shortest one.
    meeting = _K.INFORMATION_ATTENDED
    if meeting in supposed and goal is not meeting:
        first = _search(state, meeting, tuple(kind for kind in supposed if kind is not meeting))
        if first is not None:
            return (*first, goal)
    return _search(state, goal, supposed)


def _search(state: JourneyState, goal: StepKind, supposed: tuple[StepKind, ...]) -> tuple[StepKind, ...] | None:
    waiting: deque[tuple[JourneyState, tuple[StepKind, ...]]] = deque([(state, ())])
    seen = {state}
    while waiting:
        here, so_far = waiting.popleft()
        if here in TRANSITIONS[goal][0]:
            return (*so_far, goal)
        for kind in supposed:
            origins, target = TRANSITIONS[kind]
            if here in _SUPPOSED_FROM.get(kind, origins) and target is not None and target not in seen:
                seen.add(target)
                waiting.append((target, (*so_far, kind)))
    return None


# Two statuses map to one step: use the one that asserts less.
_SAID_AS = {_K.ADMITTED: _A.ENROLLED}
_SAID_BY_KIND = {goal.kind: status for status, goal in GOALS.items() if goal.end_kind is None} | _SAID_AS
_SAID_BY_END = {goal.end_kind: status for status, goal in GOALS.items() if goal.end_kind is not None}


def status_of(kind: StepKind, end_kind: EndKind | None = None) -> ActStatus | None:
    """Return the pivot status of a step; an end without its own status is « sortie ». None: no status exists."""
    if kind is _K.ENDED:
        return _SAID_BY_END.get(end_kind, _A.LEFT_UNKNOWN) if end_kind else _A.LEFT_UNKNOWN
    return _SAID_BY_KIND.get(kind)
