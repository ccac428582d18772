"""Action 32: ideas of lab days that became an experiment, and were tried on somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.queries.works import experiments_of
from pacte.indicators.records.served import Counted, Service
from pacte.kernel.action_codes import ActionCode

if TYPE_CHECKING:
    from pacte.indicators.queries.serving import Asked

SERVICE = Service(
    code="lab_ideas_tested",
    what="idées menées jusqu’à un essai",
    unit="idées",
    source="fiches d’expérimentation ouvertes pour l’action : celles où quelqu’un est entré, depuis le début",
    target="lab_ideas_tested",
    one="idée",
)


def counts(asked: Asked) -> dict[ActionCode, Counted]:
    return {number: Counted(each.started) for number, each in asked.once(experiments_of).items()}
