"""A case as plain values, on which the rules decide. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from pacte.procedures.records.reading import NO_READING, ReadingFacts


class DeliverableState(StrEnum):
    """The state of a deliverable. A refused one can be received again."""

    EXPECTED = "expected"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"


DELIVERABLE_STATE_LABELS = {
    DeliverableState.EXPECTED: "attendu",
    DeliverableState.RECEIVED: "reçu, à vérifier",
    DeliverableState.ACCEPTED: "accepté",
    DeliverableState.REFUSED: "refusé, à reprendre",
}


class CaseEventKind(StrEnum):
    """The kind of a case event. Events are append-only."""

    OPENED = "opened"
    MOVED = "moved"
    HELD = "held"
    RELEASED = "released"
    DESCRIBED = "described"
    DEADLINE_SET = "deadline_set"
    DOCUMENT_ADDED = "document_added"
    AWARDED = "awarded"
    DELIVERABLE_EXPECTED = "deliverable_expected"
    DELIVERABLE_MOVED = "deliverable_moved"
    DELIVERABLE_RECEIVED = "deliverable_received"
    DELIVERABLE_ACCEPTED = "deliverable_accepted"
    DELIVERABLE_REFUSED = "deliverable_refused"
    OWNER_CHANGED = "owner_changed"
    CHOSEN = "chosen"
    SENT = "sent"
    MESSAGE = "message"
    EDITION_CHANGED = "edition_changed"
    HIRES_ASKED = "hires_asked"
    HIRES_CONFIRMED = "hires_confirmed"
    GRANTED = "granted"
    ACCOUNT_CHANGED = "account_changed"
    REPORT_SENT = "report_sent"
    REPORT_ACCEPTED = "report_accepted"
    REPORT_REFUSED = "report_refused"
    PAYMENT_MOVED = "payment_moved"
    AMENDED = "amended"
    PEER_NAMED = "peer_named"
    PEER_ANSWERED = "peer_answered"
    PAPER_MADE = "paper_made"
    PAPER_SIGNED = "paper_signed"
    PAPER_REFUSED = "paper_refused"
    PAPER_REMINDED = "paper_reminded"
    ERASED = "erased"
    AUDIT_DRAWN = "audit_drawn"
    AUDIT_FOUND = "audit_found"
    TOOL_VERDICT = "tool_verdict"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The facts on which transitions depend: stage and content of the case.

    ``incomplete``: sections of the form that lack something, or in which something is wrong. ``taken``: transitions
    that the case took. Read when the procedure declares reports or payments, as what follows: ``payments_settled``:
    nothing more is to be paid or recovered; ``payments_returned``: nothing that was paid is kept by who received it.
    ``is_audit_owed``: it was drawn for control, and nothing was found yet.
    ``signed``: papers that everybody has signed, and that say what the case says.
    """

    stage: str
    is_held: bool = False
    documents: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    deadlines: frozenset[str] = frozenset()
    has_award: bool = False
    deliverables: tuple[DeliverableState, ...] = ()
    has_choice: bool = False
    outcome: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    incomplete: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    accepted_reports: frozenset[str] = frozenset()
    is_granted: bool = False
    payments_settled: bool = True
    payments_returned: bool = True
    is_audit_owed: bool = False
    reading: ReadingFacts = NO_READING
    is_decided: bool = False
    has_peer: bool = False
    signed: frozenset[str] = frozenset()


class DueDateUrgency(StrEnum):
    """The urgency of a due date."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class CaseDueDate:
    """A due date of a case: a deadline of the procedure or a deliverable."""

    label: str
    on: date
    key: str
    reminders: tuple[int, ...]
