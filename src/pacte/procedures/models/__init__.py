"""Tables of procedures. ``organisation`` is the Region that steers the plan, for row-level security."""

from pacte.procedures.models.applications import Application, Attachment, CoApplicant
from pacte.procedures.models.audits import AuditFinding, AuditSample, SampledCase
from pacte.procedures.models.cases import (
    Award,
    Case,
    CaseDeadline,
    CaseDocument,
    CaseEvent,
    CaseMessage,
    CaseOrigin,
    CasePeer,
    CaseVersion,
    Deliverable,
    DocumentCheck,
    IntegrityPass,
)
from pacte.procedures.models.committees import (
    CallQuestion,
    CallRound,
    CommitteeDecision,
    CommitteeMeeting,
    CommitteeSeat,
    LateCode,
    RoundEntry,
    RoundExtension,
)
from pacte.procedures.models.comparison import CaseChoice, CaseOption, OptionCriterion, OptionScore
from pacte.procedures.models.money import (
    CaseAmendment,
    CaseReport,
    Grant,
    PayeeAccount,
    PaymentOrder,
    ReportJudgement,
)
from pacte.procedures.models.outreach import OutreachRound
from pacte.procedures.models.papers import CasePaper, PaperAnswer, PaperSignatory
from pacte.procedures.models.promises import HireAnswer, HireInquiry
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
    "AuditFinding",
    "AuditSample",
    "Award",
    "CallQuestion",
    "CallRound",
    "Case",
    "CaseAmendment",
    "CaseChoice",
    "CaseConflict",
    "CaseDeadline",
    "CaseDocument",
    "CaseEvent",
    "CaseMessage",
    "CaseOption",
    "CaseOrigin",
    "CasePaper",
    "CasePeer",
    "CaseReport",
    "CaseVersion",
    "CoApplicant",
    "CommitteeDecision",
    "CommitteeMeeting",
    "CommitteeSeat",
    "ConflictDeclaration",
    "Deliverable",
    "DocumentCheck",
    "Grant",
    "HireAnswer",
    "HireInquiry",
    "IntegrityPass",
    "LateCode",
    "OptionCriterion",
    "OptionScore",
    "OutreachRound",
    "PaperAnswer",
    "PaperSignatory",
    "PayeeAccount",
    "PaymentOrder",
    "ReaderAssignment",
    "ReadingScore",
    "ReportJudgement",
    "RoundEntry",
    "RoundExtension",
    "SampledCase",
    "ScoreStrike",
]
