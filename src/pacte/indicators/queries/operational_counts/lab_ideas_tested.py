"""Action 32: ideas of lab days that became an experiment, and were tried on somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.queries.experiments_and_studies import experiment_counts
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.action_codes import ActionCode

if TYPE_CHECKING:
    from pacte.indicators.queries.operational_count_registry import CountContext

SERVICE = OperationalCount(
    code="lab_ideas_tested",
    what="idées menées jusqu’à un essai",
    unit="idées",
    source="fiches d’expérimentation ouvertes pour l’action : celles où quelqu’un est entré, depuis le début",
    target="lab_ideas_tested",
    one="idée",
)


def counts(context: CountContext) -> dict[ActionCode, CountResult]:
    return {number: CountResult(each.started) for number, each in context.cached(experiment_counts).items()}
