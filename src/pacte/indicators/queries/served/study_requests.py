"""Studies requested for an action: the first result of some actions, before any deliverable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.queries.works import studies_of
from pacte.indicators.records.served import Counted, Service
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_number

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

SERVICE = Service(
    code="study_requests",
    what="études demandées pour l’action",
    unit="études",
    source="dossiers des procédures : études demandées, en cours, rendues ou sans suite",
    one="étude",
)


def counts(asked: Asked) -> dict[ActionCode, Counted]:
    found = asked.once(studies_of)
    return {action: Counted(each.asked, precision=_held(each.held)) for action, each in found.items()}


def _held(count: int) -> str:
    return f"dont {format_number(count)} en attente d’une réponse" if count else ""
