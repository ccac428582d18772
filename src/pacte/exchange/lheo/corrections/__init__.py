"""What a form asks to correct a training: its faults as groups of inputs, and the edits that answers make. Pure."""

from pacte.exchange.lheo.corrections.answers import answer_edit, read_answer
from pacte.exchange.lheo.corrections.planning import plan_corrections
from pacte.exchange.lheo.corrections.records import (
    Correction,
    CorrectionInput,
    CorrectionPlan,
    EditKind,
    InputKind,
    XmlEdit,
    edit_from_plain,
)

__all__ = [
    "Correction", "CorrectionInput", "CorrectionPlan", "EditKind", "InputKind", "XmlEdit", "answer_edit",
    "edit_from_plain", "plan_corrections", "read_answer",
]  # fmt: skip
