"""Action 38: messages of the tools of orientation. They prepare the target, which the entries themselves measure."""

from __future__ import annotations

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.partner_messages import accepted_messages
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.interop.queries.evidence import ORIENTATION_CODES

SERVICE = OperationalCount(
    code="orientation_messages_accepted",
    what="messages échangés avec les outils d’orientation et acceptés",
    unit="%",
    source="messages échangés avec les outils d’orientation : acceptés, sur ceux qu’ils ont acceptés ou refusés",
    target="entry_forecast_gap",
    grade=EvidenceGrade.MEANS,
    scope=ProofScope.PLAN,
)


def count(context: CountContext) -> CountResult:
    return accepted_messages(
        actor=context.actor, host_id=context.plan.organisation_id, codes=ORIENTATION_CODES, known=context.known
    )
