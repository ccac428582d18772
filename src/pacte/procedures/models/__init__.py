"""Tables of procedures. ``organisation`` is the Region that steers the plan, for row-level security."""

from pacte.procedures.models.applications import Application, Attachment, CoApplicant
from pacte.procedures.models.cases import (
    Award,
    Case,
    CaseDeadline,
    CaseDocument,
    CaseEvent,
    CaseMessage,
    CaseVersion,
    Deliverable,
    DocumentCheck,
    IntegrityPass,
)
from pacte.procedures.models.committees import (
    CallRound,
    CommitteeDecision,
    CommitteeMeeting,
    CommitteeSeat,
    LateCode,
    RoundEntry,
    RoundExtension,
)
from pacte.procedures.models.comparison import CaseChoice, CaseOption, OptionCriterion, OptionScore
from pacte.procedures.models.reading import (
    CaseConflict,
    ConflictDeclaration,
    ReaderAssignment,
    ReadingScore,
    ScoreStrike,
)

__all__ = [
    "Application",
    "Attachment",
    "Award",
    "CallRound",
    "Case",
    "CaseChoice",
    "CaseConflict",
    "CaseDeadline",
    "CaseDocument",
    "CaseEvent",
    "CaseMessage",
    "CaseOption",
    "CaseVersion",
    "CoApplicant",
    "CommitteeDecision",
    "CommitteeMeeting",
    "CommitteeSeat",
    "ConflictDeclaration",
    "Deliverable",
    "DocumentCheck",
    "IntegrityPass",
    "LateCode",
    "OptionCriterion",
    "OptionScore",
    "ReaderAssignment",
    "ReadingScore",
    "RoundEntry",
    "RoundExtension",
    "ScoreStrike",
]
