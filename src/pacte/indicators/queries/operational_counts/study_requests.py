"""Studies requested for an action, before any deliverable."""

from __future__ import annotations

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.experiments_and_studies import study_counts
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_number

SERVICE = OperationalCount(
    code="study_requests",
    what="études demandées pour l’action",
    unit="études",
    source="dossiers des procédures : études demandées, en cours, rendues ou sans suite",
    one="étude",
    grade=EvidenceGrade.MEANS,
)


def counts(context: CountContext) -> dict[ActionCode, CountResult]:
    studies = context.cached(study_counts)
    return {
        action: CountResult(each.requests, precision=_pending_text(each.pending)) for action, each in studies.items()
    }


def _pending_text(count: int) -> str:
    return f"dont {format_number(count)} en attente d’une réponse" if count else ""
