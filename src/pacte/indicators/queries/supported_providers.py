"""What moves among trainees of supported providers, beside comparable ones: read in the facts. Public: sums of many.

As of the last closed quarter, as « Où partent mes stagiaires ? » is: two days apart would tell who left in between.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pacte.indicators.facts.literals import sql_list, sql_literal
from pacte.indicators.queries.case_counts import ProcedureCount, counted_cases
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.presence import EXITS, KNOWN_AFTER
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.records.support import ComparedPeople
from pacte.indicators.rules.plan_figures import last_closed_quarter
from pacte.indicators.rules.support import support_comparison
from pacte.journeys.records.population import department_sql
from pacte.journeys.rules.ends import COMPLETED
from pacte.kernel.action_codes import ActionCode
from pacte.procedures.queries.case_bodies import bodies_of_cases
from pacte.procedures.records.counts import CountMeasure

_NOT_READY = "les faits ne sont pas encore préparés : ce chiffre se remplit la nuit prochaine"
_DAYS = 365
# An outcome is known once the training was to be over: those who leave early would else be counted before the others.
_PEOPLE = """
with supports(body, began) as (values {supports}),
people as (
    select f.row, f.provider, f.provider_body, f.domain, coalesce({department}, '') as department,
        f.happened_on as entered_on, coalesce(f.planned_end_on, f.ends_on) as planned_on, f.left_on, f.outcome
    from cohort f where f.host = {host} and f.provider is not null and coalesce(f.domain, '') <> ''
),
fated as (
    select p.*, planned_on < {on} and outcome in ({known}) as is_over,
        outcome in ({exits}) and left_on < planned_on as has_left, coalesce(j.jury_on < {on}, false) as is_judged,
        coalesce(j.certified, false) as certified
    from people p left join juries j on j.row = p.row
)
select s.body, p.domain, p.department, p.entered_on >= s.began, coalesce(p.provider_body = s.body, false), p.provider,
    count(*) filter (where is_over), count(*) filter (where is_over and has_left),
    count(*) filter (where is_judged), count(*) filter (where is_judged and certified)
from supports s join fated p on p.entered_on >= s.began - {days} and p.entered_on < s.began + {days}
    and (p.provider_body = s.body or p.provider_body is null or p.provider_body not in ({bodies}))
group by all order by all
"""


class SupportedPeople(NamedTuple):
    """The people compared for one action, by the outcome that is asked of them."""

    exits: tuple[ComparedPeople, ...]
    certified: tuple[ComparedPeople, ...]


def support_by_action(context: CountContext, source: ProcedureCount) -> dict[ActionCode, CountResult]:
    """How many points more than elsewhere the outcome moved, for an operational count. Two queries and a scan."""
    if not read_manifest(context.facts_dir).built_at:
        return dict.fromkeys(_supports(context, source), CountResult(0, lacks=_NOT_READY))
    people = context.cached_as(
        ("supported", source.procedure, source.count.transition), lambda known: _people(known, source)
    )
    return {number: _result(source, each) for number, each in people.items()}


def _result(source: ProcedureCount, people: SupportedPeople) -> CountResult:
    rows = people.exits if source.count.measure is CountMeasure.EXIT_DIFFERENCE else people.certified
    compared = support_comparison(rows)
    return CountResult(0, lacks=compared) if isinstance(compared, str) else CountResult(0, comparison=compared)


def _supports(context: CountContext, source: ProcedureCount) -> dict[ActionCode, dict[int, date]]:
    """By action, the day on which the support of each body began."""
    cases = list(
        counted_cases(actor=context.actor, plan=context.plan, source=source, known=context.known, on=context.on)
    )
    bodies = bodies_of_cases(actor=context.actor, case_ids=[each.case_id for each in cases])
    supports: dict[ActionCode, dict[int, date]] = defaultdict(dict)
    for each in cases:
        if body := bodies.get(each.case_id):
            began = supports[each.action].get(body, each.first_on)
            supports[each.action][body] = min(began, each.first_on)
    return supports


def _people(context: CountContext, source: ProcedureCount) -> dict[ActionCode, SupportedPeople]:
    supports = _supports(context, source)
    everyone = frozenset(body for same in supports.values() for body in same)
    digest, host_id = read_manifest(context.facts_dir).digest, context.plan.organisation_id
    on = last_closed_quarter(context.on)
    return {
        number: _cached_people(digest, host_id, on, frozenset(same.items()), everyone, context.facts_dir)
        for number, same in supports.items()
    }


@lru_cache(maxsize=16)
def _cached_people(
    digest: str,
    host_id: int,
    on: date,
    supports: frozenset[tuple[int, date]],
    everyone: frozenset[int],
    facts_dir: Path | None,
) -> SupportedPeople:
    """Cached by ``digest`` of the facts. ``everyone``: all who are supported, by this action or another."""
    del digest
    with open_facts(on=on, known_on=on + KNOWN_AFTER, facts_dir=facts_dir) as connection:
        rows = connection.execute(_sql(host_id, on, supports, everyone)).fetchall()
    return SupportedPeople(
        exits=tuple(ComparedPeople(*row[:6], people=row[6], reached=row[7]) for row in rows),
        certified=tuple(ComparedPeople(*row[:6], people=row[8], reached=row[9]) for row in rows),
    )


def _sql(host_id: int, on: date, supports: frozenset[tuple[int, date]], everyone: frozenset[int]) -> str:
    values = (f"({sql_literal(body)}, {sql_literal(began)})" for body, began in sorted(supports))
    return _PEOPLE.format(
        supports=", ".join(values), host=sql_literal(host_id), days=sql_literal(_DAYS),
        on=sql_literal(on + timedelta(days=1)), department=department_sql("f.session_commune"),
        known=sql_list([*sorted(COMPLETED), *EXITS]), exits=sql_list(EXITS), bodies=sql_list(sorted(everyone)),
    )  # fmt: skip
