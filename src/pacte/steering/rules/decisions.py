"""The status of a decision, folded from its dated events: state, lateness, pending check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from pacte.steering.records.meetings import DecisionLine, DecisionsDue, DueDecision, Fate, FateState, Step, Told
from pacte.steering.records.words import DecisionStepKind

SOON = timedelta(days=14)

_AFTER = {
    DecisionStepKind.TAKEN: FateState.TO_DO,
    DecisionStepKind.PROGRESS: FateState.UNDERWAY,
    DecisionStepKind.DONE: FateState.DONE,
    DecisionStepKind.EFFECT_SEEN: FateState.EFFECT_SEEN,
    DecisionStepKind.EFFECT_NOT_SEEN: FateState.EFFECT_NOT_SEEN,
    DecisionStepKind.ABANDONED: FateState.ABANDONED,
}
_OPEN = frozenset({FateState.TO_DO, FateState.UNDERWAY})
# Progress reopens a closed decision: the effect was not there, or an event was recorded by mistake.
_NEXT = {
    FateState.TO_DO: (
        DecisionStepKind.PROGRESS, DecisionStepKind.DONE, DecisionStepKind.POSTPONED, DecisionStepKind.ABANDONED,
    ),
    FateState.UNDERWAY: (
        DecisionStepKind.PROGRESS, DecisionStepKind.DONE, DecisionStepKind.POSTPONED, DecisionStepKind.ABANDONED,
    ),
    FateState.DONE: (
        DecisionStepKind.EFFECT_SEEN, DecisionStepKind.EFFECT_NOT_SEEN, DecisionStepKind.POSTPONED,
        DecisionStepKind.PROGRESS, DecisionStepKind.ABANDONED,
    ),
    FateState.EFFECT_SEEN: (DecisionStepKind.PROGRESS,),
    FateState.EFFECT_NOT_SEEN: (
        DecisionStepKind.EFFECT_SEEN, DecisionStepKind.POSTPONED, DecisionStepKind.PROGRESS,
        DecisionStepKind.ABANDONED,
    ),
    FateState.ABANDONED: (DecisionStepKind.PROGRESS,),
}  # fmt: skip


def next_steps(state: FateState) -> tuple[DecisionStepKind, ...]:
    """Returns the events allowed after a state, the most usual first."""
    return _NEXT[state]


def ordered(steps: Iterable[Step]) -> list[Step]:
    """Sorts events by date, then by time of recording."""
    return sorted(steps, key=lambda step: (step.happened_on, step.recorded_at))


def fate(steps: Iterable[Step], *, taken_on: date, due_on: date | None, check_on: date | None, on: date) -> Fate:
    """Returns the status of a decision at the end of ``on``, later events ignored."""
    state, since, postponed, note = FateState.TO_DO, taken_on, 0, ""
    for step in ordered(steps):
        if step.happened_on > on:
            break
        if step.kind is DecisionStepKind.POSTPONED:
            postponed += 1
            due_on, check_on = step.due_on or due_on, step.check_on or check_on
            # A postponed check is pending again: the previous verdict no longer holds.
            state = FateState.DONE if state is FateState.EFFECT_NOT_SEEN else state
        else:
            state, since = _AFTER[step.kind], step.happened_on
        note = step.note or note
    late = (on - due_on).days if due_on and state in _OPEN else 0
    awaits_check = state in _OPEN or state is FateState.DONE
    checked = (on - check_on).days + 1 if check_on and awaits_check else 0
    return Fate(state, since, due_on, check_on, max(late, 0), max(checked, 0), postponed, note)


def broken_step(steps: Iterable[Step], *, taken_on: date) -> Step | None:
    """Returns the first event that is not allowed in its place; None when all are allowed."""
    state = FateState.TO_DO
    for step in ordered(steps):
        if step.kind is DecisionStepKind.TAKEN:
            if step.happened_on != taken_on or state is not FateState.TO_DO:
                return step
            continue
        if step.happened_on < taken_on or step.kind not in _NEXT[state]:
            return step
        if step.kind is not DecisionStepKind.POSTPONED:
            state = _AFTER[step.kind]
        elif state is FateState.EFFECT_NOT_SEEN:
            state = FateState.DONE
    return None


def dates_agree(due_on: date | None, check_on: date | None) -> bool:
    """Returns True unless the check date precedes the due date."""
    return due_on is None or check_on is None or check_on >= due_on


def due(lines: Iterable[Told], on: date) -> DecisionsDue[Told]:
    """Groups decisions into late, to check, and due within two weeks: each once, the earliest deadline first."""
    found = sorted(lines, key=lambda line: (_pressing(line) or date.max, line.number))
    late = tuple(line for line in found if line.fate.is_late)
    to_check = tuple(line for line in found if line.fate.is_to_check and not line.fate.is_late)
    soon = tuple(
        line
        for line in found
        if not line.fate.is_late
        and not line.fate.is_to_check
        and not line.fate.is_closed
        and (day := _pressing(line)) is not None
        and day <= on + SOON
    )
    return DecisionsDue(late, to_check, soon)


def _pressing(line: DecisionLine | DueDecision) -> date | None:
    """Returns the next due or check date."""
    return line.fate.due_on if line.fate.state in _OPEN and line.fate.due_on else line.fate.check_on


def counts(lines: Sequence[DecisionLine]) -> dict[FateState, int]:
    """Returns the number of decisions in each state, zero included."""
    return {state: sum(line.fate.state is state for line in lines) for state in FateState}
