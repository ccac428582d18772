"""Whether a step may be corrected without invalidating the steps that follow. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.journeys.records import JourneyState, Step, StepKind
from pacte.journeys.rules.machine import Standing, allowed, follow, in_force, refusal

_K = StepKind
# Barriers have their own table; steps of the machine follow from other steps.
NEVER = frozenset({_K.BARRIER_NOTED, _K.BARRIER_SOLVED, _K.LAPSED, _K.SESSION_CANCELLED, _K.SITUATION})


def before(steps: Sequence[Step], identifier: int) -> Standing:
    """Status of the journey just before that step, among the steps in force."""
    standing = Standing()
    for step in in_force(steps):
        if step.identifier == identifier:
            break
        if not refusal(standing, step):
            standing = follow(standing, step)
    return standing


def instead(steps: Sequence[Step], step: Step) -> tuple[StepKind, ...]:
    """Kinds that may replace a step, its own kind first."""
    possible = allowed(before(steps, step.identifier).state) - NEVER - {step.kind}
    return (step.kind, *(kind for kind in StepKind if kind in possible))


def broken(steps: Sequence[Step], fresh: Step) -> Step | None:
    """The first step that becomes invalid if ``new_step``, a correction or a withdrawal, is recorded; else None."""
    could = {step.identifier for step in _replayed(steps)}
    still = {step.identifier for step in _replayed([*steps, fresh])}
    lost = could - still - {fresh.corrects}
    return next((step for step in in_force([*steps, fresh]) if step.identifier in lost), None)


def is_correctable(step: Step, steps: Sequence[Step]) -> bool:
    """True for a step in force recorded by a person, not by the machine."""
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
    """The steps that are valid after those that precede them."""
    standing, found = Standing(), []
    for step in in_force(steps):
        if not refusal(standing, step):
            standing = follow(standing, step)
            found.append(step)
    return found
