"""Action 6: worksites opened."""

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
    code="first_training_worksites",
    what="chantiers ouverts",
    unit="projets",
    source="dossiers de chantier : ceux qui ont ouvert, convention signée",
    target="first_training_worksites",
    one="projet",
    grade=EvidenceGrade.RESULT,
)


def counts(context: CountContext) -> dict[ActionCode, CountResult]:
    moves = case_moves(
        actor=context.actor,
        plan=context.plan,
        procedure="training_worksite",
        transition="open",
        known=context.known,
        on=context.on,
    )
    return {number: CountResult(cases) for number, cases in Counter(each.action for each in moves).items()}
