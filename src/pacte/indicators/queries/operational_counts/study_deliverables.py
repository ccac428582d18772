"""Studies bought for an action (assistance to the owner of a project): what was delivered and accepted."""

from __future__ import annotations

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.experiments_and_studies import study_counts
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.action_codes import ActionCode

SERVICE = OperationalCount(
    code="study_deliverables",
    what="livrables des études achetées pour l’action et acceptés",
    unit="%",
    source="dossiers des procédures : livrables acceptés, sur ceux qui sont acceptés ou échus",
    grade=EvidenceGrade.MEANS,
)


def counts(context: CountContext) -> dict[ActionCode, CountResult]:
    return {number: CountResult(each.accepted, each.due) for number, each in context.cached(study_counts).items()}
