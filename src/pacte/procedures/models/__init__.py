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
from pacte.procedures.models.promises import HireAnswer, HireInquiry

__all__ = [
    "Application",
    "Attachment",
    "Award",
    "Case",
    "CaseChoice",
    "CaseDeadline",
    "CaseDocument",
    "CaseEvent",
    "CaseMessage",
    "CaseOption",
    "CaseVersion",
    "CoApplicant",
    "Deliverable",
    "DocumentCheck",
    "HireAnswer",
    "HireInquiry",
    "IntegrityPass",
    "OptionCriterion",
    "OptionScore",
]
