"""Action 2: certifying trainings renewed, and asked of the next purchases."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pacte.indicators.queries.procedure_moves import case_moves
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.action_codes import ActionCode

if TYPE_CHECKING:
    from pacte.indicators.queries.operational_count_registry import CountContext

SERVICE = OperationalCount(
    code="certifying_trainings_renewed",
    what="formations certifiantes rénovées",
    unit="formations",
    source="dossiers de rénovation : ceux dont la formation, éprouvée, est exigée dans les prochains achats",
    target="certifying_trainings_renewed",
    one="formation",
    grade=EvidenceGrade.RESULT,
)


def counts(context: CountContext) -> dict[ActionCode, CountResult]:
    moves = case_moves(
        actor=context.actor,
        plan=context.plan,
        procedure="training_renovation",
        transition="renew",
        known=context.known,
        on=context.on,
    )
    return {number: CountResult(cases) for number, cases in Counter(each.action for each in moves).items()}
