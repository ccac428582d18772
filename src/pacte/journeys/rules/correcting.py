"""Whether a step may be corrected without making those that follow it impossible. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.journeys.records import JourneyState, Step, StepKind
from pacte.journeys.rules.machine import Standing, allowed, follow, in_force, refusal

_K = StepKind
# Barriers have lines of their own; what the machine wrote follows from other steps.
NEVER = frozenset({_K.BARRIER_NOTED, _K.BARRIER_SOLVED, _K.LAPSED, _K.SESSION_CANCELLED, _K.SITUATION})


def before(steps: Sequence[Step], identifier: int) -> Standing:
    """Where the journey stood just before that step, among those in force."""
    standing = Standing()
    for step in in_force(steps):
        if step.identifier == identifier:
            break
        if not refusal(standing, step):
            standing = follow(standing, step)
    return standing


def instead(steps: Sequence[Step], step: Step) -> tuple[StepKind, ...]:
    """What may have happened in the place of a step, itself first."""
    possible = allowed(before(steps, step.identifier).state) - NEVER - {step.kind}
    return (step.kind, *(kind for kind in StepKind if kind in possible))


def broken(steps: Sequence[Step], fresh: Step) -> Step | None:
    """The first step that could follow and no longer could, were ``fresh`` recorded: it replaces another, or takes it
    back. None when what follows still holds.
    """
    could = {step.identifier for step in _replayed(steps)}
    still = {step.identifier for step in _replayed([*steps, fresh])}
    lost = could - still - {fresh.corrects}
    return next((step for step in in_force([*steps, fresh]) if step.identifier in lost), None)


def is_correctable(step: Step, steps: Sequence[Step]) -> bool:
    """True for a step in force that somebody, not the machine, recorded."""
    return step.by_person and step.kind not in NEVER and any(
        each.identifier == step.identifier for each in in_force(steps)
    )  # fmt: skip


def state_after(steps: Sequence[Step], fresh: Step) -> JourneyState:
    standing = Standing()
    for step in in_force([*steps, fresh]):
        if not refusal(standing, step):
            standing = follow(standing, step)
    return standing.state


def _replayed(steps: Sequence[Step]) -> list[Step]:
    """Those that could follow what precedes them."""
    standing, found = Standing(), []
    for step in in_force(steps):
        if not refusal(standing, step):
            standing = follow(standing, step)
            found.append(step)
    return found
