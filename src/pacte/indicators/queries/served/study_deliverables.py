"""Studies bought for an action (assistance to the owner of a project): what was delivered and accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.queries.works import studies_of
from pacte.indicators.records.served import Counted, Service
from pacte.kernel.action_codes import ActionCode

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

SERVICE = Service(
    code="study_deliverables",
    what="livrables des études achetées pour l’action et acceptés",
    unit="%",
    source="dossiers des procédures : livrables acceptés, sur ceux qui sont acceptés ou échus",
)


def counts(asked: Asked) -> dict[ActionCode, Counted]:
    return {number: Counted(each.accepted, each.due) for number, each in asked.once(studies_of).items()}
