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
from pacte.procedures.models.comparison import CaseChoice, CaseOption, OptionCriterion, OptionScore
from pacte.procedures.models.money import (
    CaseAmendment,
    CaseReport,
    Grant,
    PayeeAccount,
    PaymentOrder,
    ReportJudgement,
)

__all__ = [
    "Application",
    "Attachment",
    "Award",
    "Case",
    "CaseAmendment",
    "CaseChoice",
    "CaseDeadline",
    "CaseDocument",
    "CaseEvent",
    "CaseMessage",
    "CaseOption",
    "CaseReport",
    "CaseVersion",
    "CoApplicant",
    "Deliverable",
    "DocumentCheck",
    "Grant",
    "IntegrityPass",
    "OptionCriterion",
    "OptionScore",
    "PayeeAccount",
    "PaymentOrder",
    "ReportJudgement",
]
