"""Action 35: experiments with a complete ex-ante description when the first person entered."""

from __future__ import annotations

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.experiments import experiment_counts
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountResult, OperationalCount

SERVICE = OperationalCount(
    code="ex_ante_sheets_complete",
    what="expérimentations dont la fiche ex ante était complète avant la première entrée",
    unit="%",
    source="fiches d’expérimentation : complètes à la première entrée, sur celles où quelqu’un est entré",
    target="experiments_judged",
    grade=EvidenceGrade.MEANS,
    scope=ProofScope.PLAN,
)


def count(context: CountContext) -> CountResult:
    experiments = context.cached(experiment_counts).values()
    return CountResult(sum(each.complete for each in experiments), sum(each.started for each in experiments))
