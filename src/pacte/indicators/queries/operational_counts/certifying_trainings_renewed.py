"""Action 2: certifying trainings renewed, and asked of the next purchases."""

from __future__ import annotations

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.procedure_moves import moves_by_action
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.action_codes import ActionCode

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
    return moves_by_action(context, procedure="training_renovation", transition="renew")
