"""Services of procedures: load, check permissions, decide, write, audit."""

from pacte.procedures.services.awarding import record_award
from pacte.procedures.services.choosing import choose
from pacte.procedures.services.comparing import keep_criterion, keep_option, keep_score
from pacte.procedures.services.days import set_deadline
from pacte.procedures.services.deliverables import (
    accept_deliverable,
    expect_deliverable,
    move_deliverable,
    receive_deliverable,
    refuse_deliverable,
)
from pacte.procedures.services.describing import describe
from pacte.procedures.services.moving import hold, move, release
from pacte.procedures.services.opening import open_file
from pacte.procedures.services.owners import appoint_owner, hand_over
from pacte.procedures.services.papers import add_document
from pacte.procedures.services.reminding import remind

__all__ = [
    "accept_deliverable",
    "add_document",
    "appoint_owner",
    "choose",
    "describe",
    "expect_deliverable",
    "hand_over",
    "hold",
    "keep_criterion",
    "keep_option",
    "keep_score",
    "move",
    "move_deliverable",
    "open_file",
    "receive_deliverable",
    "record_award",
    "refuse_deliverable",
    "release",
    "remind",
    "set_deadline",
]
