"""Counts of experiments of a plan, by action number, as known on a day. Public."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from pacte.indicators.queries.count_context import CountContext
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.queries.lineage import action_ids_by_number

JUDGEMENT_DAYS = 90
"""Days after the end of an experiment within which its finding is in time: the time that figures take to settle."""


@dataclass(frozen=True, slots=True)
class ExperimentCounts:
    """``written``: completed parts of their descriptions, out of ``parts``.

    ``started``: experiments with a first participant. ``complete``: the started ones whose description was complete by
    then.
    """

    written: int
    parts: int
    started: int
    complete: int


@dataclass(frozen=True, slots=True)
class JudgementCounts:
    """Experiments whose end is past. ``awaited``: not judged yet, and still within the delay; ``never``: past it."""

    in_time: int
    late: int
    awaited: int
    never: int


def experiment_counts(context: CountContext) -> dict[ActionCode, ExperimentCounts]:
    with connection.cursor() as cursor:
        cursor.execute("select * from evaluation_counts(%s, %s, %s)", [context.plan.pk, context.known, context.on])
        return {ActionCode(number): ExperimentCounts(*counts) for number, *counts in cursor.fetchall()}


def first_entries_by_year(*, actor: Actor, plan: Plan, known: datetime, on: date) -> dict[ActionCode, dict[int, int]]:
    """Experiments of each action, by year of their first entry."""
    numbers = {pk: each for each, pk in action_ids_by_number(actor=actor, plan=plan).items()}
    by_action: dict[ActionCode, dict[int, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute("select * from evaluation_first_entries(%s, %s, %s)", [plan.pk, known, on])
        for action_id, year, experiments in cursor.fetchall():
            by_action[numbers[action_id]][year] = experiments
    return by_action


def judgement_counts(*, actor: Actor, plan: Plan, known: datetime, on: date) -> JudgementCounts:
    with connection.cursor() as cursor:
        cursor.execute("select * from evaluation_judgements(%s, %s, %s, %s)", [plan.pk, known, on, JUDGEMENT_DAYS])
        return JudgementCounts(*cursor.fetchone())
