"""Stages that follow one another: of those proposed at once, which one is to be lived now. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.journeys.records import JourneyState
from pacte.journeys.rules.state_machine import BEFORE_ENTRY, FINISHED

Stage = tuple[int, int | None, JourneyState]
"""A journey: its identifier, that of the one it follows, its state."""


def present_stage(stages: Iterable[Stage]) -> int | None:
    """The latest journey, the first of ``stages``; else the earliest one before it that is not entered yet.

    A stage that was closed without an entry leaves the one before it, as long as that one goes on.

    None without any.
    """
    known = {identifier: (follows, state) for identifier, follows, state in stages}
    present = next(iter(known), None)
    while present is not None:
        earlier, state = known[present]
        if earlier is None or earlier not in known:
            return present
        goes_on = (
            known[earlier][1] not in FINISHED if state is JourneyState.CLOSED else known[earlier][1] in BEFORE_ENTRY
        )
        if not goes_on:
            return present
        present = earlier
    return None


def is_only_proposed(state: JourneyState, session_id: int | None, stage_session_id: int) -> bool:
    """True while the session of a stage of a plan is proposed on its journey, and nothing else came since."""
    return state is JourneyState.PROPOSED and session_id == stage_session_id
