"""Levels that people gained, as accepted reports say, by action. Public: sums without any name."""

from __future__ import annotations

from collections import Counter, defaultdict
from json import loads
from typing import Any

from django.db import connection

from pacte.indicators.queries.case_counts import ProcedureCount, counted_cases
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.rules.level_gains import awaited_result, gain_result
from pacte.kernel.action_codes import ActionCode
from pacte.plan.queries import action_ids_by_number
from pacte.procedures.records.counts import LevelGain
from pacte.procedures.rules.catalogue import procedures_by_code
from pacte.procedures.rules.level_gains import level_figures, level_pairs


def gain_by_action(context: CountContext, source: ProcedureCount) -> dict[ActionCode, CountResult]:
    """Of each action, who gained a level; what is owed while cases took the transition and no report is accepted."""
    gain = source.count.levels
    if gain is None:
        return {}
    reports = _reports(context, source.procedure, gain)
    pairs = level_pairs(procedures_by_code()[source.procedure], gain)
    results = {number: gain_result(level_figures(pairs, gain, same)) for number, same in reports.items()}
    cases = Counter(
        each.action
        for each in counted_cases(
            actor=context.actor, plan=context.plan, source=source, known=context.known, on=context.on
        )
    )
    return {number: awaited_result(count) for number, count in cases.items()} | results


def _reports(context: CountContext, procedure: str, gain: LevelGain) -> dict[ActionCode, list[dict[str, Any]]]:
    numbers = {pk: number for number, pk in action_ids_by_number(actor=context.actor, plan=context.plan).items()}
    by_action: dict[ActionCode, list[dict[str, Any]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "select plan_action_id, answers::text from procedures_reported(%s, %s, %s, %s, %s, %s)",
            [context.plan.pk, procedure, gain.report, context.known, context.on, [gain.lines]],
        )
        for action, answers in cursor.fetchall():
            by_action[numbers[action]].append(loads(answers))
    return by_action
