"""Write access to journeys."""

from pacte.journeys.services.barriers import note_barrier, solve_barrier
from pacte.journeys.services.inviting import create_invitation, lapse_invitations, settle_invitation
from pacte.journeys.services.letters import deliver_letter, write_letter
from pacte.journeys.services.links import OpenedLink, make_journey_link, make_slot_link, revoke_links, use_link
from pacte.journeys.services.owing import settle_due
from pacte.journeys.services.people import (
    hand_to,
    open_journey,
    open_learner,
    read_facts,
    write_fact,
)
from pacte.journeys.services.recording import Recorded, StepGiven, record_step
from pacte.journeys.services.requests import make_request, settle_request
from pacte.journeys.services.situations import (
    ask_situations,
    close_ask,
    due_horizon,
    mark_answered,
    remind_situations,
    silent_asks,
)
from pacte.journeys.services.slots import SlotTaken, free_slot, say_none_suits, take_slot
from pacte.journeys.services.weeks import sign_week

__all__ = [
    "OpenedLink",
    "Recorded",
    "SlotTaken",
    "StepGiven",
    "ask_situations",
    "close_ask",
    "create_invitation",
    "deliver_letter",
    "due_horizon",
    "free_slot",
    "hand_to",
    "lapse_invitations",
    "make_journey_link",
    "make_request",
    "make_slot_link",
    "mark_answered",
    "note_barrier",
    "open_journey",
    "open_learner",
    "read_facts",
    "record_step",
    "remind_situations",
    "revoke_links",
    "say_none_suits",
    "settle_due",
    "settle_invitation",
    "settle_request",
    "sign_week",
    "silent_asks",
    "solve_barrier",
    "take_slot",
    "use_link",
    "write_fact",
    "write_letter",
]
