"""Additionality of the pact: euros from the accounts, places and entries from the facts.

A line of an order counts for the plan that it names, whatever the year: two plans that run at once do not share places.
Places and entries are counted as in the catalogue (I31-p, I31-n); a session may be bought by lines of several actions.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from pacte.finance.records import Additionality, PlanMoneyTable, additionality_with_counts
from pacte.finance.rules import compute_additionality
from pacte.indicators.facts.literals import sql_literal
from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records import Measure
from pacte.indicators.rules.additionality import PactCount, additionality_sums
from pacte.journeys.queries.published_counts import hidden_counts_by_row
from pacte.journeys.rules.suppression_tables import FUND, PACT_ACTION, YEAR
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.plan.models import Plan

PLACES_INDICATOR, ENTRIES_INDICATOR = "pact_places", "pact_entries"
PACT = "pact"


def pact_additionality(
    *,
    actor: Actor,
    plan: Plan,
    table: PlanMoneyTable,
    known_on: date,
    is_frozen: bool = False,
    facts_dir: Path | None = None,
) -> Additionality:
    """By year and axis, as known at the end of that day. Readers of ``table`` may read it: small counts are suppressed.

    Before the first refresh, euros only: places and entries are reported as not measured. Who sees no small count reads
    entries as known today only, but in a document written once (``is_frozen``): two days side by side would tell of a
    few people.
    """
    additions = compute_additionality(table)
    current_manifest = read_manifest(facts_dir)
    if actor.is_anonymous or not current_manifest.built_at:
        return additions
    counts = _cached_pact_counts(current_manifest.digest, plan.pk, known_on, facts_dir)
    axis_of = {number: axis for number, _, axis in table.actions}
    suppressed, years = _suppressed_entries(plan)
    if known_on < today() and not is_frozen and not count_scope_of(actor, plan.organisation_id).sees_small:
        years |= {each.year for each in counts}
    sums = additionality_sums(
        counts,
        axis_of,
        threshold=indicators()[ENTRIES_INDICATOR].threshold,
        suppressed=suppressed,
        suppressed_years=years,
    )
    return additionality_with_counts(additions, sums)


def _suppressed_entries(plan: Plan) -> tuple[set[tuple[int, ActionCode | None]], set[int]]:
    """(year, action) pairs, and years, for which the journey tables suppress entries on places of the pact."""
    actions, years = set(), set()
    for (cut, year, key), names in hidden_counts_by_row([plan.organisation_id]).items():
        if "entered" not in names:
            continue
        if cut == PACT_ACTION and key.startswith(f"{plan.pk}:"):
            number = key.partition(":")[2]
            actions.add((year, None if number == str(None) else ActionCode(number)))
        if cut in (YEAR, FUND):
            years.add(year)
    return actions, years


@lru_cache(maxsize=64)
def _cached_pact_counts(digest: str, plan_id: int, known_on: date, facts_dir: Path | None) -> tuple[PactCount, ...]:
    """Cached by facts ``digest``, until the next refresh."""
    del digest
    plan, last = sql_literal(plan_id), sql_literal(known_on)
    with open_facts(on=known_on, facts_dir=facts_dir) as connection:
        places = connection.execute(
            _PLACES.format(count=_measure_sql(PLACES_INDICATOR), plan=plan, last=last)
        ).fetchall()
        entries = connection.execute(
            _ENTRIES.format(count=_measure_sql(ENTRIES_INDICATOR), plan=plan, last=last, fund=sql_literal(PACT))
        ).fetchall()
    return (
        *(PactCount(year, _codes([action]), int(count or 0), 0) for year, action, count in places),
        *(PactCount(year, _codes(actions), 0, int(count or 0)) for year, actions, count in entries),
    )


def _codes(actions: Iterable[str | None]) -> frozenset[ActionCode | None]:
    return frozenset(ActionCode(action) if action else None for action in actions)


_PLACES = """
select year(happened_on), plan_action, {count} from ledger where plan = {plan} and happened_on <= {last} group by 1, 2
"""
# Entries by the set of actions that buy their session for the pact.
_ENTRIES = """
select year(f.happened_on), b.actions, {count}
from paid_entries f
join (
    select session, list_sort(list(distinct coalesce(plan_action, ''))) as actions
    from lines where plan = {plan} and fund = {fund} group by session
) b on b.session = f.session
where f.happened_on <= {last} group by 1, 2
"""


def _measure_sql(code: str) -> str:
    measure = indicators()[code].numerator
    return measure.sql if isinstance(measure, Measure) else "null"
