"""Entries of the audiences of each plan, by its own definition: the same word may count different people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.store import open_facts
from pacte.indicators.queries.zones import load_zones
from pacte.indicators.records import IndicatorAnswer, IndicatorQuestion
from pacte.indicators.rules.plan_publics import public_sql
from pacte.kernel.actor import Actor
from pacte.plan.queries import content_of_version, plan_by_code, plan_summaries, version_on
from pacte.plan.records import PriorityPublic
from pacte.plan.rules.publics import parse_public_rule

_ENTRIES = "entries_by_residence"


@dataclass(frozen=True, slots=True)
class PlanPublic:
    """An audience of one plan. ``answer``: its entries; None when it has no rule, or the reader may not count it."""

    plan_code: str
    plan_title: str
    public: PriorityPublic
    answer: IndicatorAnswer | None = None


def plan_publics(*, actor: Actor, host_id: int, question: IndicatorQuestion) -> list[PlanPublic]:
    """Audiences defined by the plans of that Region, as in force on the day of knowledge, grouped by code."""
    publics = []
    for summary in plan_summaries(actor=actor):
        if summary.host_id == host_id:
            plan = plan_by_code(actor=actor, code=summary.code)
            content = content_of_version(version_on(actor=actor, plan=plan, on=question.known_on))
            publics += [PlanPublic(summary.code, content.title, public) for public in content.publics]
    return sorted(publics, key=lambda each: each.public.code)


def count_plan_publics(
    publics: Sequence[PlanPublic],
    *,
    actor: Actor,
    host_id: int,
    question: IndicatorQuestion,
    facts_dir: Path | None = None,
) -> list[PlanPublic]:
    """The same with their entries, for readers who may count protected audiences.

    Two definitions that differ by one person would identify them. One scan of the facts.
    """
    scope = count_scope_of(actor, host_id)
    rules = {rank: bounds for rank, each in enumerate(publics) if (bounds := parse_public_rule(each.public.rule))}
    if not rules or not (scope.sees_small and scope.sees_protected):
        return list(publics)
    entries = indicator(_ENTRIES)
    if entries.numerator is None:
        return list(publics)
    definitions = [
        replace(
            entries, code=f"{_ENTRIES}:{rank}",
            numerator=replace(entries.numerator, sql=f"count(*) filter (where {public_sql(bounds)})"),
        )
        for rank, bounds in rules.items()
    ]  # fmt: skip
    with open_facts(on=question.known_on, facts_dir=facts_dir) as connection:
        if question.zone:
            load_zones(connection, kind=question.zone.kind)
        answers = compute_answers(connection, definitions, question, scope, labels={}, facts_dir=facts_dir)
    answers_by_rank = dict(zip(rules, answers, strict=True))
    return [replace(each, answer=answers_by_rank.get(rank)) for rank, each in enumerate(publics)]
