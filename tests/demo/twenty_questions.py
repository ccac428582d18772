"""Program for ``./pacte django shell``: prints twenty counts of a demonstration, of the night and of the catalogue."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date

from django.db.models import Sum

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.answer_sets import answer_question
from pacte.indicators.records import IndicatorQuestion
from pacte.journeys.models import GroupTally, SessionTally
from pacte.journeys.queries.funnel import funnel
from pacte.journeys.records.counts import CountFilters, Cut
from pacte.kernel.clock import today
from pacte.offer.records import Fund
from tests.cast import MACHINE

Counts = dict[str, int]
PACT, FUND = "pact", "fund"
_COARSE = {"45_54": "45_over", "55_plus": "45_over", "bac": "other", "higher": "other", "unknown": ""}


def night(table: type[SessionTally] | type[GroupTally], name: str = "entered", by: str = "") -> Counts:
    """Sum of a count of the night, by the codes of a column; without one, under « »."""
    if not by:
        return {"": table.objects.aggregate(count=Sum(name))["count"] or 0}
    rows = table.objects.order_by().values_list(by).annotate(count=Sum(name))
    return {"" if code is None else str(code): count for code, count in rows if count}


def night_by_action() -> Counts:
    """Entries of the night by action, as the page shows them: whole in each action that buys the session."""
    region = host_organisation()
    assert region is not None
    table = funnel(actor=MACHINE, host_id=region.pk, filters=CountFilters(), cut=Cut.ACTION)
    return {line.key: line.values["entered"] for line in table.lines if line.values["entered"]}


def night_by_fund(name: str = "entered") -> Counts:
    """A count of the night, filtered by each fund in turn: people whole, places by line."""
    region = host_organisation()
    assert region is not None
    counts = {
        fund: funnel(actor=MACHINE, host_id=region.pk, filters=CountFilters(fund=fund), cut=Cut.YEAR).whole.values.get(
            name, 0
        )
        for fund in Fund
    }
    return {fund.value: count for fund, count in counts.items() if count}


def places_by_fund() -> Counts:
    lost = night_by_fund("lost")
    return {fund: count - lost.get(fund, 0) for fund, count in night_by_fund("bought").items()}


def catalogue(
    code: str, by: str = "", *, is_numerator: bool = True, where: tuple[tuple[str, tuple[str, ...]], ...] = ()
) -> Counts:
    """The same from an indicator, since the beginning, with the classes that the night tells apart."""
    region = host_organisation()
    assert region is not None
    question = IndicatorQuestion(date(2000, 1, 1), today(), today(), codes=(code,), by=(by,) if by else (), where=where)
    (answer,) = answer_question(actor=MACHINE, host_id=region.pk, question=question).answers
    assert not answer.refusal, answer.refusal
    counts: Counts = {}
    for row in answer.rows if not by else answer.rows[1:]:
        key = _COARSE.get(row.keys[0][1], row.keys[0][1]) if row.keys else ""
        value = row.value.numerator if is_numerator else row.value.denominator
        if value:
            counts[key] = counts.get(key, 0) + int(value)
    return counts


def _end(kind: str) -> tuple[Callable[[], Counts], Callable[[], Counts]]:
    """Of the journeys whose term is past, the cut-off of the catalogue."""

    def over() -> Counts:
        sessions = SessionTally.objects.filter(session__ends_on__lt=today())
        return {"": sessions.aggregate(count=Sum(kind))["count"] or 0}

    return over, lambda: {"": catalogue("ended_journeys", "end").get("" if kind == "unknown" else kind, 0)}


QUESTIONS: dict[str, tuple[Callable[[], Counts], Callable[[], Counts]]] = {
    "entries": (lambda: night(SessionTally), lambda: catalogue("entries_by_session")),
    "entries by department": (
        lambda: night(SessionTally, by="department"), lambda: catalogue("entries_by_session", "zone"),
    ),
    "entries by residence": (
        lambda: night(GroupTally, by="department"), lambda: catalogue("entries_by_residence", "zone"),
    ),
    "entries by age": (lambda: night(GroupTally, by="age_band"), lambda: catalogue("entries_by_session", "age")),
    "entries by sex": (lambda: night(GroupTally, by="sex"), lambda: catalogue("entries_by_session", "sex")),
    "entries by level": (lambda: night(GroupTally, by="level"), lambda: catalogue("entries_by_session", "level")),
    "entries by fund": (night_by_fund, lambda: catalogue("entries_by_session", "fund")),
    "entries of the pact": (
        lambda: {"": night_by_fund().get(PACT, 0)}, lambda: catalogue("pact_entries"),
    ),
    "entries of the pact, as a filter": (
        lambda: {"": night_by_fund().get(PACT, 0)}, lambda: catalogue("entries_by_session", where=((FUND, (PACT,)),)),
    ),
    "places by fund, the lost ones left out": (
        places_by_fund, lambda: catalogue("places_bought", "fund"),
    ),
    "entries by action": (
        night_by_action, lambda: catalogue("entries_by_session", "action"),
    ),
    "entries by lot": (lambda: night(SessionTally, by="lot_id"), lambda: catalogue("entries_by_session", "lot")),
    "entries by provider": (
        lambda: night(SessionTally, by="provider_id"), lambda: catalogue("entries_by_session", "provider"),
    ),
    **{f"ended {kind}": _end(kind) for kind in ("to_term", "goal_reached", "to_job", "to_training", "dropout",
                                                 "exclusion", "force_majeure", "by_provider", "unknown")},
    "answers at six months": (
        lambda: night(SessionTally, "answered"), lambda: catalogue("in_job_6_months", is_numerator=False),
    ),
    "in job at six months": (lambda: night(SessionTally, "in_job"), lambda: catalogue("in_job_6_months")),
}  # fmt: skip


def main() -> None:
    with acting_as(MACHINE):
        told = {name: [ours(), theirs()] for name, (ours, theirs) in QUESTIONS.items()}
    sys.stdout.write(json.dumps(told))
