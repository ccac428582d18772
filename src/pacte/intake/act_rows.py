"""Acts of a file, of a network or of a list of trainees: what applying them gives, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.intake.records import Change, Outcome, RowResult
from pacte.interop.records import ACT_LABELS, ActOutcome, OrientationAct
from pacte.kernel.defects import Defect
from pacte.kernel.french import format_day
from pacte.workflows.apply_orientation_act import ActResult

_OUTCOMES = {
    ActOutcome.NEW: Outcome.ADDED,
    ActOutcome.CHANGED: Outcome.CHANGED,
    ActOutcome.SAME: Outcome.UNCHANGED,
    ActOutcome.TO_SETTLE: Outcome.REFUSED,
}
OUTCOME_WORDS = {
    Outcome.ADDED: ("nouveau", "nouveaux"),
    Outcome.CHANGED: ("corrige une date", "corrigent une date"),
    Outcome.UNCHANGED: ("déjà connu", "déjà connus"),
    Outcome.REFUSED: ("refusé", "refusés"),
}


def act_row_results(acts: Sequence[OrientationAct], results: Sequence[ActResult]) -> list[RowResult]:
    """An act that somebody must settle is refused, with its reason."""
    return [_row_result(act, result) for act, result in zip(acts, results, strict=True)]


def _row_result(act: OrientationAct, result: ActResult) -> RowResult:
    outcome = _OUTCOMES[result.outcome]
    if outcome is Outcome.REFUSED:
        return RowResult(outcome, defect=Defect(result.code, result.text))
    if outcome is Outcome.UNCHANGED:
        return RowResult(outcome)
    subject = f"{act.person.reference}, session {act.session.numbers_text}"
    return RowResult(outcome, Change(subject, after=f"{ACT_LABELS[act.status]} le {format_day(act.on)}"))
