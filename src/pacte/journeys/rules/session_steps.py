"""Steps of a journey that concern a session: those since the journey joined it, without barriers. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.journeys.records import StepKind, StepRecord
from pacte.journeys.rules.state_machine import NAMES_SESSION

# Barriers are private to the learner and the body that accompanies them.
_PRIVATE_TO_REFERRER = frozenset({StepKind.BARRIER_NOTED, StepKind.BARRIER_SOLVED})


def steps_of_session(steps: Sequence[StepRecord], session_id: int) -> tuple[StepRecord, ...]:
    """Steps in force, in order, from the one that last brought the journey to the session.

    Earlier decisions of another provider, and their reasons, are not disclosed to this one.
    """
    start = len(steps)
    for rank in range(len(steps) - 1, -1, -1):
        step = steps[rank]
        if step.kind not in NAMES_SESSION or step.session_id is None:
            continue
        if step.session_id != session_id:
            break
        start = rank
    return tuple(step for step in steps[start:] if step.kind not in _PRIVATE_TO_REFERRER)
