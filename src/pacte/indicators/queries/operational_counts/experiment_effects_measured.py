"""Action 18: experiments with a measured effect, among those whose arms are over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_signed, pluralise

SERVICE = OperationalCount(
    code="experiment_effects_measured",
    what="essais de l’action dont l’effet est mesuré, avec son intervalle",
    unit="%",
    source="bras des expérimentations : essais dont les deux bras ont une mesure, sur ceux dont les bras sont finis",
    target="experiment_effects_measured",
    grade=EvidenceGrade.RESULT,
)


@dataclass(frozen=True, slots=True)
class _FinishedExperiment:
    """In points, as everybody is shown them: None when they are hidden, or not measured."""

    number: int
    is_measured: bool
    difference: int | None
    low: int | None
    high: int | None


def counts(context: CountContext) -> dict[ActionCode, CountResult]:
    return {
        number: CountResult(sum(each.is_measured for each in finished), len(finished), precision=_precision(finished))
        for number, finished in _finished_experiments(context).items()
    }


def _finished_experiments(context: CountContext) -> dict[ActionCode, list[_FinishedExperiment]]:
    with connection.cursor() as cursor:
        cursor.execute("select * from evaluation_effects(%s, %s, %s)", [context.plan.pk, context.known, context.on])
        rows = cursor.fetchall()
    by_action: dict[ActionCode, list[_FinishedExperiment]] = defaultdict(list)
    for action, number, is_over, *values in rows:
        if is_over:
            by_action[ActionCode(action)].append(_FinishedExperiment(number, *values))
    return by_action


def _precision(finished: Sequence[_FinishedExperiment]) -> str:
    """« fiche 4 : +6 points avec, de +1 à +11 ; 1 écart masqué, de petits effectifs »."""
    parts = [
        f"fiche {each.number} : {format_signed(each.difference)} {_points(each.difference)} avec, "
        f"de {format_signed(each.low)} à {format_signed(each.high)}"
        for each in finished
        if each.difference is not None and each.low is not None and each.high is not None
    ]
    hidden = sum(each.is_measured and each.difference is None for each in finished)
    if hidden:
        parts.append(f"{pluralise(hidden, 'écart masqué', 'écarts masqués')}, de petits effectifs")
    return " ; ".join(parts)


def _points(difference: int) -> str:
    return "point" if abs(difference) < 2 else "points"
