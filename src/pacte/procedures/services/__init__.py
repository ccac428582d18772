"""Services of procedures: load, check permissions, decide, write, audit."""

from pacte.procedures.services.awards import record_award
from pacte.procedures.services.case_fields import update_case_fields
from pacte.procedures.services.case_opening import open_case
from pacte.procedures.services.choices import record_choice
from pacte.procedures.services.comparison import save_criterion, save_option, save_score
from pacte.procedures.services.deadlines import set_deadline
from pacte.procedures.services.deliverables import (
    accept_deliverable,
    expect_deliverable,
    move_deliverable,
    receive_deliverable,
    refuse_deliverable,
)
from pacte.procedures.services.document_checks import (
    check_next_documents,
    organisations_with_documents,
    scan_next_document,
)
from pacte.procedures.services.document_content import inspect_document, scan_before_storage, virus_scanner
from pacte.procedures.services.documents import add_document, keep_document
from pacte.procedures.services.owners import appoint_case_owner, hand_over_cases
from pacte.procedures.services.peers import name_peer, save_peer_section
from pacte.procedures.services.reminders import remind_case_owners
from pacte.procedures.services.transitions import move_case, resume_case, suspend_case

__all__ = [
    "accept_deliverable",
    "add_document",
    "appoint_case_owner",
    "check_next_documents",
    "expect_deliverable",
    "hand_over_cases",
    "inspect_document",
    "keep_document",
    "move_case",
    "move_deliverable",
    "name_peer",
    "open_case",
    "organisations_with_documents",
    "receive_deliverable",
    "record_award",
    "record_choice",
    "refuse_deliverable",
    "remind_case_owners",
    "resume_case",
    "save_criterion",
    "save_option",
    "save_peer_section",
    "save_score",
    "scan_before_storage",
    "scan_next_document",
    "set_deadline",
    "suspend_case",
    "update_case_fields",
    "virus_scanner",
]
