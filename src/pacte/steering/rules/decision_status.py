"""The status of a decision, folded from its dated events: state, lateness, pending check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pacte.steering.records.enums import DecisionEventKind
from pacte.steering.records.meetings import (
    AnyDecision,
    DecisionEventRow,
    DecisionsDue,
    DecisionState,
    DecisionStatus,
    DecisionSummary,
    DueDecision,
)

SOON_DELAY = timedelta(days=14)

_STATE_AFTER = {
    DecisionEventKind.TAKEN: DecisionState.TO_DO,
    DecisionEventKind.PROGRESS: DecisionState.UNDERWAY,
    DecisionEventKind.DONE: DecisionState.DONE,
    DecisionEventKind.EFFECT_SEEN: DecisionState.EFFECT_SEEN,
    DecisionEventKind.EFFECT_NOT_SEEN: DecisionState.EFFECT_NOT_SEEN,
    DecisionEventKind.ABANDONED: DecisionState.ABANDONED,
}
_OPEN_STATES = frozenset({DecisionState.TO_DO, DecisionState.UNDERWAY})
# Progress reopens a closed decision: the effect was not there, or an event was recorded by mistake.
_NEXT_EVENTS = {
    DecisionState.TO_DO: (
        DecisionEventKind.PROGRESS, DecisionEventKind.DONE, DecisionEventKind.POSTPONED, DecisionEventKind.ABANDONED,
    ),
    DecisionState.UNDERWAY: (
        DecisionEventKind.PROGRESS, DecisionEventKind.DONE, DecisionEventKind.POSTPONED, DecisionEventKind.ABANDONED,
    ),
    DecisionState.DONE: (
        DecisionEventKind.EFFECT_SEEN, DecisionEventKind.EFFECT_NOT_SEEN, DecisionEventKind.POSTPONED,
        DecisionEventKind.PROGRESS, DecisionEventKind.ABANDONED,
    ),
    DecisionState.EFFECT_SEEN: (DecisionEventKind.PROGRESS,),
    DecisionState.EFFECT_NOT_SEEN: (
        DecisionEventKind.EFFECT_SEEN, DecisionEventKind.POSTPONED, DecisionEventKind.PROGRESS,
        DecisionEventKind.ABANDONED,
    ),
    DecisionState.ABANDONED: (DecisionEventKind.PROGRESS,),
}  # fmt: skip


def allowed_next_events(state: DecisionState) -> tuple[DecisionEventKind, ...]:
    """Returns the events allowed after a state, the most usual first."""
    return _NEXT_EVENTS[state]


def sorted_events(events: Iterable[DecisionEventRow]) -> list[DecisionEventRow]:
    """Sorts events by date, then by time of recording."""
    return sorted(events, key=lambda event: (event.happened_on, event.recorded_at))


def decision_status(
    events: Iterable[DecisionEventRow], *, taken_on: date, due_on: date | None, check_on: date | None, on: date
) -> DecisionStatus:
    """Returns the status of a decision at the end of ``on``, later events ignored."""
    state, since, postponed, note = DecisionState.TO_DO, taken_on, 0, ""
    for event in sorted_events(events):
        if event.happened_on > on:
            break
        if event.kind is DecisionEventKind.POSTPONED:
            postponed += 1
            due_on, check_on = event.due_on or due_on, event.check_on or check_on
            # A postponed check is pending again: the previous verdict no longer holds.
            state = DecisionState.DONE if state is DecisionState.EFFECT_NOT_SEEN else state
        else:
            state, since = _STATE_AFTER[event.kind], event.happened_on
        note = event.note or note
    late = (on - due_on).days if due_on and state in _OPEN_STATES else 0
    awaits_check = state in _OPEN_STATES or state is DecisionState.DONE
    days_to_check = (on - check_on).days + 1 if check_on and awaits_check else 0
    return DecisionStatus(state, since, due_on, check_on, max(late, 0), max(days_to_check, 0), postponed, note)


def first_invalid_event(events: Iterable[DecisionEventRow], *, taken_on: date) -> DecisionEventRow | None:
    """Returns the first event that is not allowed in its place; None when all are allowed."""
    state = DecisionState.TO_DO
    for event in sorted_events(events):
        if event.kind is DecisionEventKind.TAKEN:
            if event.happened_on != taken_on or state is not DecisionState.TO_DO:
                return event
            continue
        if event.happened_on < taken_on or event.kind not in _NEXT_EVENTS[state]:
            return event
        if event.kind is not DecisionEventKind.POSTPONED:
            state = _STATE_AFTER[event.kind]
        elif state is DecisionState.EFFECT_NOT_SEEN:
            state = DecisionState.DONE
    return None


def is_check_after_due(due_on: date | None, check_on: date | None) -> bool:
    """Returns True unless the check date precedes the due date."""
    return due_on is None or check_on is None or check_on >= due_on


def group_due_decisions(decisions: Iterable[AnyDecision], on: date) -> DecisionsDue[AnyDecision]:
    """Groups decisions into late, to check, and due within two weeks: each once, the earliest deadline first."""
    by_deadline = sorted(decisions, key=lambda decision: (_next_deadline(decision) or date.max, decision.number))
    late = tuple(decision for decision in by_deadline if decision.status.is_late)
    to_check = tuple(
        decision for decision in by_deadline if decision.status.is_to_check and not decision.status.is_late
    )
    soon = tuple(
        decision
        for decision in by_deadline
        if not decision.status.is_late
        and not decision.status.is_to_check
        and not decision.status.is_closed
        and (day := _next_deadline(decision)) is not None
        and day <= on + SOON_DELAY
    )
    return DecisionsDue(late, to_check, soon)


def _next_deadline(decision: DecisionSummary | DueDecision) -> date | None:
    """Returns the next due or check date."""
    return (
        decision.status.due_on
        if decision.status.state in _OPEN_STATES and decision.status.due_on
        else decision.status.check_on
    )
