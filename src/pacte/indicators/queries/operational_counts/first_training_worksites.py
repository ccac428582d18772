"""Action 6: worksites opened."""

from __future__ import annotations

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.procedure_moves import moves_by_action
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.action_codes import ActionCode

SERVICE = OperationalCount(
    code="first_training_worksites",
    what="chantiers ouverts",
    unit="projets",
    source="dossiers de chantier : ceux qui ont ouvert, convention signée",
    target="first_training_worksites",
    one="projet",
    grade=EvidenceGrade.RESULT,
)


def counts(context: CountContext) -> dict[ActionCode, CountResult]:
    return moves_by_action(context, procedure="training_worksite", transition="open")
