"""Tables of procedures. ``organisation`` is the Region that steers the plan, for row-level security."""

from pacte.procedures.models.applications import Application, Attachment, CoApplicant
from pacte.procedures.models.cases import (
    Award,
    Case,
    CaseDeadline,
    CaseDocument,
    CaseEvent,
    CaseMessage,
    CasePeer,
    CaseVersion,
    Deliverable,
    DocumentCheck,
    IntegrityPass,
)
from pacte.procedures.models.comparison import CaseChoice, CaseOption, OptionCriterion, OptionScore

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
    "CasePeer",
    "CaseVersion",
    "CoApplicant",
    "Deliverable",
    "DocumentCheck",
    "IntegrityPass",
    "OptionCriterion",
    "OptionScore",
]
