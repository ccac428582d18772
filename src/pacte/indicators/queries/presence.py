"""« Où partent mes stagiaires ? »: the share still present in the trainings of a provider, beside similar ones.

For the provider's own people, and nobody else. Who steers the pact already reads ends by session and by provider
(« Où se perdent les places ? »); here a provider looks at its own practice, and a page that its buyer reads over its
shoulder would become a ranking that it fills in with care. So the pilot and the auditor get a 404 as others do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import duckdb

from pacte.indicators.facts.literals import sql_list, sql_literal
from pacte.indicators.permissions import bodies_seeing_presence
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records.presence import (
    LENGTH_LIMITS,
    OtherStays,
    OwnStays,
    ProviderPresence,
    Stay,
    TrainingClass,
)
from pacte.indicators.rules.periods import months_before
from pacte.indicators.rules.plan_figures import last_closed_quarter
from pacte.indicators.rules.presence import presence_curve, worst_mark
from pacte.indicators.rules.presence_groups import compared_groups, overall_gap, stay_groups
from pacte.journeys.records import EndKind
from pacte.journeys.rules.ends import COMPLETED
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.offer.queries import sessions_by_id
from pacte.offer.rules.search import LEVELS
from pacte.reference.queries import training_domain_labels

MONTHS = 24
# What happened in a quarter is told in the days that follow; later, the figures of others would change from day to day,
# and two readings would tell who left in between (ADR 18).
KNOWN_AFTER = timedelta(days=15)
_LOST, _IN_TRAINING, _STAYED, _WITHOUT_TERM = "lost", "in_training", "stayed", "without_term"
EXITS = tuple(kind for kind in EndKind if kind not in COMPLETED and kind is not EndKind.UNKNOWN)

# One row a journey. Who reached their goal early, or left after the planned end, stayed. Somebody whose end nobody said
# was present until the last week that they signed.
_STAYS = """
create temporary table stays as
with planned as (
    select journey, session, provider, coalesce(provider_body in ({bodies}), false) as is_own,
        coalesce(domain, '') as domain, coalesce(target_level, 0) as level, happened_on as entered_on,
        coalesce(planned_end_on, ends_on) as planned_on, left_on, nullif(outcome, '') as outcome,
        coalesce(outcome_reason, '') as reason
    from cohort where host = {host} and provider is not null and happened_on between {first} and {on}
),
fated as (
    select *, case when planned_on is null or planned_on < entered_on then '{without_term}'
        when outcome in ({completed}) then '{stayed}'
        when outcome in ({exits}) then case when left_on < planned_on then outcome else '{stayed}' end
        when outcome is null and planned_on >= {on} then '{in_training}'
        else '{lost}' end as fate
    from planned
),
seen as (
    select h.journey, least(max(h.happened_on) + 6, {on}) as seen_on
    from hours h join fated f on f.journey = h.journey where f.fate = '{lost}' group by h.journey
),
until as (
    select f.* exclude (reason), case when fate in ({exits}) then reason else '' end as reason,
        planned_on - entered_on + 1 as days,
        greatest(entered_on, least(planned_on, case fate when '{stayed}' then planned_on when '{in_training}' then {on}
            when '{lost}' then coalesce(s.seen_on, entered_on) else left_on end)) - entered_on + 1 as present_days
    from fated f left join seen s on s.journey = f.journey
)
select *, fate in ({exits}) as has_left, (100 * present_days + days - 1) // days as percent,
    case {lengths} else {longest} end as length
from until
"""
_OWN = """
select session, domain, level, length, percent, has_left, fate, reason, count(*) from stays
where is_own and fate <> '{without_term}' group by all order by all
"""
_OTHERS = """
select domain, level, length, percent, has_left, count(*) from stays
where not is_own and fate <> '{without_term}' group by all order by all
"""
_PROVIDERS = """
select domain, level, length, provider, count(*) from stays
where not is_own and fate <> '{without_term}' group by all order by all
"""


def provider_presence(
    *, actor: Actor, host_id: int, on: date, facts_dir: Path | None = None
) -> ProviderPresence | None:
    """As of the last closed quarter. None before the first refresh of the facts.

    Raises ``NotFound`` for whoever does not work for a provider of that pact.
    """
    bodies = bodies_seeing_presence(actor, host_id)
    hide_unless(bodies)
    if not read_manifest(facts_dir).built_at:
        return None
    last = last_closed_quarter(on)
    first = months_before(last + timedelta(days=1), MONTHS)
    with open_facts(on=last, known_on=last + KNOWN_AFTER, facts_dir=facts_dir) as connection:
        connection.execute(_stays_sql(bodies, host_id, first, last))
        own = _own_stays(connection, actor)
        others = _other_stays(connection)
        ((without_term,),) = connection.execute(
            f"select count(*) from stays where is_own and fate = '{_WITHOUT_TERM}'"
        ).fetchall()
    return _presence(actor, own, others, first, last, without_term)


def _stays_sql(bodies: Iterable[int], host_id: int, first: date, on: date) -> str:
    planned = "planned_on - entered_on"
    return _STAYS.format(
        bodies=sql_list(sorted(bodies)), host=sql_literal(host_id), first=sql_literal(first), on=sql_literal(on),
        completed=sql_list(sorted(COMPLETED)), exits=sql_list(EXITS), lost=_LOST, in_training=_IN_TRAINING,
        stayed=_STAYED, without_term=_WITHOUT_TERM, longest=len(LENGTH_LIMITS),
        lengths=" ".join(f"when {planned} <= {days} then {rank}" for rank, days in enumerate(LENGTH_LIMITS)),
    )  # fmt: skip


def _own_stays(
    connection: duckdb.DuckDBPyConnection, actor: Actor
) -> tuple[list[OwnStays], dict[int, str], dict[tuple[str, str], int]]:
    """By training and class; titles of these trainings; people by (fate, reason)."""
    rows = connection.execute(_OWN).fetchall()
    sessions = sessions_by_id(actor=actor, session_ids={row[0] for row in rows})
    trainings = {each.pk: each.training for each in sessions}
    stays: dict[tuple[int, TrainingClass], list[Stay]] = defaultdict(list)
    fates: dict[tuple[str, str], int] = defaultdict(int)
    for session, domain, level, length, percent, has_left, fate, reason, people in rows:
        if session in trainings:
            fates[fate, reason] += people
            key = trainings[session].pk, _class(domain, level, length)
            stays[key].append(Stay(percent, has_left, people))
    own = [OwnStays(training, each, tuple(of_class)) for (training, each), of_class in stays.items()]
    return own, {each.pk: each.title for each in trainings.values()}, dict(fates)


def _other_stays(connection: duckdb.DuckDBPyConnection) -> list[OtherStays]:
    stays: dict[TrainingClass, list[Stay]] = defaultdict(list)
    providers: dict[TrainingClass, Counter[int]] = defaultdict(Counter)
    for domain, level, length, percent, has_left, people in connection.execute(_OTHERS).fetchall():
        stays[_class(domain, level, length)].append(Stay(percent, has_left, people))
    for domain, level, length, provider, people in connection.execute(_PROVIDERS).fetchall():
        providers[_class(domain, level, length)][provider] += people
    return [OtherStays(each, tuple(of_class), providers[each]) for each, of_class in stays.items()]


def _class(domain: str, code: int, length: int) -> TrainingClass:
    """``code``: of the level in the file of the provider, which old and new ones write differently."""
    return TrainingClass(domain, LEVELS.get(code) or 0, length)


def _presence(
    actor: Actor,
    own: tuple[list[OwnStays], dict[int, str], dict[tuple[str, str], int]],
    others: list[OtherStays],
    first: date,
    last: date,
    without_term: int,
) -> ProviderPresence:
    rows, titles, fates = own
    curve = presence_curve(stay for each in rows for stay in each.stays)
    groups, uncurved = stay_groups(rows)
    compared, gap = compared_groups(groups, others)
    domains = {each.training_class.domain for each in compared}
    return ProviderPresence(
        first=first,
        last=last,
        groups=tuple(compared),
        gap=gap or overall_gap(curve),
        curve=curve,
        exits={key: people for key, people in fates.items() if key[0] in EXITS},
        worst=worst_mark(curve),
        uncurved=uncurved,
        lost=fates.get((_LOST, ""), 0),
        without_term=without_term,
        titles=titles,
        domain_labels=training_domain_labels(actor=actor, codes=domains),
    )
