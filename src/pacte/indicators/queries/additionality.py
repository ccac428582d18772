"""Additionality of the pact: euros from the accounts, places and entries from the facts.

A line of an order counts for the plan that it names, whatever the year: two plans that run at once do not share places.
Places and entries are counted as in the catalogue (I31-p, I31-n).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from pacte.finance.records import Additionality, PlanMoneyTable, additionality_with_counts
from pacte.finance.rules import compute_additionality
from pacte.indicators.facts.literals import sql_literal
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records import Measure
from pacte.indicators.rules.additionality import PactCount, additionality_sums
from pacte.journeys.queries.published_counts import hidden_counts_by_row
from pacte.journeys.rules.suppression_tables import FUND, PACT_ACTION, YEAR
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan

PLACES_INDICATOR, ENTRIES_INDICATOR = "pact_places", "pact_entries"


def pact_additionality(
    *, actor: Actor, plan: Plan, table: PlanMoneyTable, known_on: date, facts_dir: Path | None = None
) -> Additionality:
    """By year and axis, as known at the end of that day. Readers of ``table`` may read it: small counts are suppressed.

    Before the first refresh, euros only: places and entries are reported as not measured.
    """
    additions = compute_additionality(table)
    current_manifest = read_manifest(facts_dir)
    if actor.is_anonymous or not current_manifest.built_at:
        return additions
    counts = _cached_pact_counts(current_manifest.digest, plan.pk, known_on, facts_dir)
    axis_of = {number: axis for number, _, axis in table.actions}
    suppressed, years = _suppressed_entries(plan)
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
    with open_facts(on=known_on, facts_dir=facts_dir) as connection:
        connection.execute(f"create temp table paid as select * from ledger where plan = {sql_literal(plan_id)}")
        places = connection.execute(
            _PLACES.format(count=_measure_sql(PLACES_INDICATOR), last=sql_literal(known_on))
        ).fetchall()
        entries = connection.execute(
            _ENTRIES.format(count=_measure_sql(ENTRIES_INDICATOR), last=sql_literal(known_on))
        ).fetchall()
    bought = _by_action(places)
    entered = _by_action(entries)
    keys = sorted({*bought, *entered}, key=lambda key: (key[0], key[1] is None, key[1] or ""))
    return tuple(PactCount(year, action, bought.get((year, action), 0), entered.get((year, action), 0))
                 for year, action in keys)  # fmt: skip


def _by_action(rows: list[tuple[int, str | None, int | None]]) -> dict[tuple[int, ActionCode | None], int]:
    return {(year, None if action is None else ActionCode(action)): int(count or 0) for year, action, count in rows}


_PLACES = """
select year(happened_on), plan_action, {count} from paid where happened_on <= {last} group by 1, 2
"""
# A session paid by orders of several actions counts for none of them.
_ENTRIES = """
select year(f.happened_on), b.plan_action, {count}
from entries f
join (
    select session, case when count(distinct coalesce(plan_action, '')) = 1 then min(plan_action) end as plan_action
    from paid group by session
) b on b.session = f.session
where f.happened_on <= {last} group by 1, 2
"""


def _measure_sql(code: str) -> str:
    measure = indicators()[code].numerator
    return measure.sql if isinstance(measure, Measure) else "null"
