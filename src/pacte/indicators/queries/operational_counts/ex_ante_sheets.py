"""Experiments of an action: completed parts of their ex-ante description."""

from __future__ import annotations

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.experiments import experiment_counts
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.action_codes import ActionCode

SERVICE = OperationalCount(
    code="ex_ante_sheets",
    what="rubriques écrites des fiches ex ante de l’action",
    unit="%",
    source="fiches d’expérimentation : rubriques écrites, sur les douze de chaque fiche",
    grade=EvidenceGrade.MEANS,
)


def counts(context: CountContext) -> dict[ActionCode, CountResult]:
    experiments = context.cached(experiment_counts)
    return {number: CountResult(each.written, each.parts) for number, each in experiments.items()}
