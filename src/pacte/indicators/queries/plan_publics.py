"""Entries of the audiences of each plan, by its own definition: the same word may count different people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pacte.indicators.permissions import reach_of
from pacte.indicators.queries.asking import ask
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.store import opened
from pacte.indicators.queries.zones import load_zones
from pacte.indicators.records import Answer, Question
from pacte.indicators.rules.plan_publics import meant_sql
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
    answer: Answer | None = None


def publics_of_plans(*, actor: Actor, host_id: int, question: Question) -> list[PlanPublic]:
    """Audiences defined by the plans of that Region, as in force on the day of knowledge, grouped by code."""
    found = []
    for line in plan_summaries(actor=actor):
        if line.host_id == host_id:
            plan = plan_by_code(actor=actor, code=line.code)
            content = content_of_version(version_on(actor=actor, plan=plan, on=question.known_on))
            found += [PlanPublic(line.code, content.title, public) for public in content.publics]
    return sorted(found, key=lambda each: each.public.code)


def counted_publics(
    found: Sequence[PlanPublic], *, actor: Actor, host_id: int, question: Question, place: Path | None = None
) -> list[PlanPublic]:
    """The same with their entries, for readers who may count protected audiences.

    Two definitions that differ by one person would identify them. One scan of the facts.
    """
    reach = reach_of(actor, host_id)
    rules = {rank: bounds for rank, each in enumerate(found) if (bounds := parse_public_rule(each.public.rule))}
    if not rules or not (reach.sees_small and reach.sees_protected):
        return list(found)
    entries = indicator(_ENTRIES)
    if entries.numerator is None:
        return list(found)
    asked = [
        replace(
            entries, code=f"{_ENTRIES}:{rank}",
            numerator=replace(entries.numerator, sql=f"count(*) filter (where {meant_sql(bounds)})"),
        )
        for rank, bounds in rules.items()
    ]  # fmt: skip
    with opened(on=question.known_on, place=place) as connection:
        if question.zone:
            load_zones(connection, kind=question.zone.kind)
        answers = ask(connection, asked, question, reach, labels={}, place=place)
    answered = dict(zip(rules, answers, strict=True))
    return [replace(each, answer=answered.get(rank)) for rank, each in enumerate(found)]
