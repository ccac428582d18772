"""The words of the blocks of a certification that somebody obtained, as a paper of the provider or theirs says them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pacte.journeys.records import StepKind
from pacte.reference.queries import block

if TYPE_CHECKING:
    from pacte.journeys.records import Step


def block_words(steps: Iterable[Step]) -> dict[str, str]:
    """By code, « label (code) »; a code that no register holds is left out. One query a block."""
    codes = {str(step.detail.get("block", "")) for step in steps if step.kind is StepKind.BLOCK_CERTIFIED}
    return {code: f"{found.label} ({code})" for code in sorted(codes) if (found := block(code))}
