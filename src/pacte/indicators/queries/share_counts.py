"""Shares of cases that took one transition out of those that took others, by action, without their small counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from pacte.indicators.queries.case_counts import ProcedureCount, counted_cases
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.rules.case_shares import share_result
from pacte.kernel.action_codes import ActionCode
from pacte.procedures.rules.catalogue import procedures_by_code
from pacte.procedures.rules.shares import SharedCase, base_of, transitions_read


def share_by_action(context: CountContext, source: ProcedureCount) -> dict[ActionCode, CountResult]:
    """Of each action, the share and what is told beside it. A query a transition."""
    of = procedures_by_code()[source.procedure]
    by_action: dict[ActionCode, list[SharedCase]] = defaultdict(list)
    for number, case in _cases(context, source):
        by_action[number].append(case)
    return {number: share_result(of, source.count, base_of(source.count, same)) for number, same in by_action.items()}


def _cases(context: CountContext, source: ProcedureCount) -> Iterator[tuple[ActionCode, SharedCase]]:
    comparison = source.count.compared
    also = (
        {path.partition(".")[0] for path in (comparison.by, comparison.mean, comparison.cost)} if comparison else set()
    )
    days: dict[int, dict[str, date]] = defaultdict(dict)
    known: dict[int, tuple[ActionCode, dict[str, Any]]] = {}
    for code in sorted(transitions_read(source.count)):
        for each in counted_cases(
            actor=context.actor, plan=context.plan, known=context.known, on=context.on, also=also,
            source=replace(source, count=replace(source.count, transition=code)),
        ):  # fmt: skip
            days[each.case_id][code] = each.first_on
            known[each.case_id] = (each.action, each.answers)
    for case_id, (number, answers) in known.items():
        yield number, SharedCase(days[case_id], answers)
