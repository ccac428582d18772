"""Whether a step may be corrected without invalidating the steps that follow. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.journeys.records import JourneyState, StepKind, StepRecord
from pacte.journeys.rules.state_machine import (
    JourneyStatus,
    allowed_step_kinds,
    apply_step,
    step_refusal_code,
    steps_in_force,
)

_K = StepKind
# Barriers have their own table; steps of the machine follow from other steps.
NOT_CORRECTABLE = frozenset(
    {_K.BARRIER_NOTED, _K.BARRIER_SOLVED, _K.LAPSED, _K.RESERVATION_LAPSED, _K.RETURN_LAPSED, _K.SESSION_CANCELLED,
     _K.SITUATION}
)  # fmt: skip


def status_before(steps: Sequence[StepRecord], identifier: int) -> JourneyStatus:
    """Status of the journey just before that step, among the steps in force."""
    status = JourneyStatus()
    for step in steps_in_force(steps):
        if step.identifier == identifier:
            break
        if not step_refusal_code(status, step):
            status = apply_step(status, step)
    return status


def possible_replacements(steps: Sequence[StepRecord], step: StepRecord) -> tuple[StepKind, ...]:
    """Kinds that may replace a step, its own kind first."""
    possible = allowed_step_kinds(status_before(steps, step.identifier).state) - NOT_CORRECTABLE - {step.kind}
    return (step.kind, *(kind for kind in StepKind if kind in possible))


def first_step_broken(steps: Sequence[StepRecord], new_step: StepRecord) -> StepRecord | None:
    """The first step that becomes invalid if ``new_step``, a correction or a withdrawal, is recorded; else None."""
    valid_before = {step.identifier for step in _valid_steps(steps)}
    valid_after = {step.identifier for step in _valid_steps([*steps, new_step])}
    broken_ids = valid_before - valid_after - {new_step.corrects}
    return next((step for step in steps_in_force([*steps, new_step]) if step.identifier in broken_ids), None)


def undoes_entry(target: StepRecord, new_step: StepRecord) -> bool:
    """True when ``new_step`` takes back an entry, or moves it to a later day: attendance may be signed since."""
    stays = new_step.kind is _K.ENTERED and not new_step.is_withdrawn and new_step.happened_on <= target.happened_on
    return target.kind is _K.ENTERED and not stays


def is_correctable(step: StepRecord, steps: Sequence[StepRecord]) -> bool:
    """True for a step in force recorded by a person, not by the machine."""
    return step.by_person and step.kind not in NOT_CORRECTABLE and any(
        each.identifier == step.identifier for each in steps_in_force(steps)
    )  # fmt: skip


def state_after(steps: Sequence[StepRecord], new_step: StepRecord) -> JourneyState:
    status = JourneyStatus()
    for step in steps_in_force([*steps, new_step]):
        if not step_refusal_code(status, step):
            status = apply_step(status, step)
    return status.state


def _valid_steps(steps: Sequence[StepRecord]) -> list[StepRecord]:
    """The steps that are valid after those that precede them."""
    status, valid_steps = JourneyStatus(), []
    for step in steps_in_force(steps):
        if not step_refusal_code(status, step):
            status = apply_step(status, step)
            valid_steps.append(step)
    return valid_steps
