"""Write access to journeys."""

from pacte.journeys.services.attendance import sign_week
from pacte.journeys.services.barriers import note_barrier, solve_barrier
from pacte.journeys.services.invitations import create_invitation, lapse_invitations, record_invitation_outcome
from pacte.journeys.services.learner_emails import queue_learner_email, send_learner_email
from pacte.journeys.services.learner_requests import answer_learner_request, submit_learner_request
from pacte.journeys.services.learners import (
    assign_referent,
    open_journey,
    open_learner,
    read_sensitive_facts,
    write_sensitive_fact,
)
from pacte.journeys.services.links import OpenedLink, make_journey_link, make_slot_link, revoke_links, use_link
from pacte.journeys.services.obligations import settle_obligation, settle_obligations
from pacte.journeys.services.situation_surveys import (
    close_survey,
    mark_answered,
    send_situation_surveys,
    send_survey_reminders,
    unanswered_surveys,
)
from pacte.journeys.services.slots import SlotTaken, decline_all_slots, free_slot, take_slot
from pacte.journeys.services.steps import RecordedStep, StepInput, record_step

__all__ = [
    "OpenedLink",
    "RecordedStep",
    "SlotTaken",
    "StepInput",
    "answer_learner_request",
    "assign_referent",
    "close_survey",
    "create_invitation",
    "decline_all_slots",
    "free_slot",
    "lapse_invitations",
    "make_journey_link",
    "make_slot_link",
    "mark_answered",
    "note_barrier",
    "open_journey",
    "open_learner",
    "queue_learner_email",
    "read_sensitive_facts",
    "record_invitation_outcome",
    "record_step",
    "revoke_links",
    "send_learner_email",
    "send_situation_surveys",
    "send_survey_reminders",
    "settle_obligation",
    "settle_obligations",
    "sign_week",
    "solve_barrier",
    "submit_learner_request",
    "take_slot",
    "unanswered_surveys",
    "use_link",
    "write_sensitive_fact",
]
