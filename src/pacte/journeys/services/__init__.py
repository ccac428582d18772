"""All that is written of journeys."""

from pacte.journeys.services.owing import settle_due
from pacte.journeys.services.people import (
    hand_to,
    note_barrier,
    open_journey,
    open_learner,
    read_facts,
    solve_barrier,
    write_fact,
)
from pacte.journeys.services.recording import Recorded, StepGiven, record_step
from pacte.journeys.services.weeks import sign_week

__all__ = [
    "Recorded",
    "StepGiven",
    "hand_to",
    "note_barrier",
    "open_journey",
    "open_learner",
    "read_facts",
    "record_step",
    "settle_due",
    "sign_week",
    "solve_barrier",
    "write_fact",
]
