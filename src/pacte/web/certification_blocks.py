"""Labels of the certification blocks that a learner obtained, for the documents of the provider and of the learner."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.journeys.records import StepKind, StepRecord
from pacte.reference.queries import competence_block_by_code


def certified_block_labels(steps: Iterable[StepRecord]) -> dict[str, str]:
    """Maps each code to « label (code) ». A code missing from the registers is left out. One query per block."""
    codes = {str(step.detail.get("block", "")) for step in steps if step.kind is StepKind.BLOCK_CERTIFIED}
    return {
        code: f"{certification_block.label} ({code})"
        for code in sorted(codes)
        if (certification_block := competence_block_by_code(code))
    }
