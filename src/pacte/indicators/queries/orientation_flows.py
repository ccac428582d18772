"""Where each network orients: people by network, provider and trade, from the proposal to the entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pacte.indicators.facts.literals import sql_list
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.journeys.permissions import hosts_with_journey_right
from pacte.journeys.queries.funnel import protected_sessions
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless


@dataclass(frozen=True, slots=True)
class OrientationFlow:
    """People of one network, for the sessions of one provider and trade that begin in a year.

    Who went further is counted before: a person counts once a session. ``rome``: "" when the training names none.
    """

    year: int
    referrer_id: int
    provider_id: int
    rome: str
    proposed: int
    admitted: int
    entered: int


_FLOWS = """
with named as (
    select host, journey, session, referrer, provider, rome, coalesce(first_starts_on, starts_on) as starts_on,
        kind in ('admitted', 'reseated') as is_admitted, false as is_entered
    from approaches
    where kind in ('proposed', 'information_attended', 'tested', 'waiting_listed', 'admitted', 'reseated')
    union all
    select host, journey, session, referrer, provider, rome, coalesce(first_starts_on, starts_on), true, true
    from entries
),
pairs as (
    select journey, session, any_value(referrer) as referrer, any_value(provider) as provider,
        coalesce(any_value(rome), '') as rome, any_value(starts_on) as starts_on,
        bool_or(is_admitted) as is_admitted, bool_or(is_entered) as is_entered
    from named where host = {host} and session is not null and starts_on is not null{but} group by journey, session
)
select year(starts_on), referrer, provider, rome, count(*), count(*) filter (where is_admitted),
    count(*) filter (where is_entered)
from pairs where referrer is not null and provider is not null group by all
order by count(*) desc, 1, 2, 3, 4
"""


def may_read_flows(*, actor: Actor, host_id: int) -> bool:
    """True for the staff who see small counts: no nightly decision hides those of so fine a cut from others."""
    return actor.is_system or host_id in hosts_with_journey_right(actor, "journeys.read")


def orientation_flows(
    *, actor: Actor, host_id: int, on: date, facts_dir: Path | None = None
) -> tuple[OrientationFlow, ...]:
    """As known at the end of that day, the largest first; empty before the first refresh. Raises ``NotFound``.

    Sessions for people under the hand of justice are left out.
    """
    hide_unless(may_read_flows(actor=actor, host_id=host_id))
    manifest = read_manifest(facts_dir)
    if not manifest.built_at:
        return ()
    hidden = protected_sessions(actor=actor, host_id=host_id)
    return _cached_flows(manifest.digest, host_id, on, hidden, facts_dir)


@lru_cache(maxsize=8)
def _cached_flows(
    digest: str, host_id: int, on: date, hidden: frozenset[int], facts_dir: Path | None
) -> tuple[OrientationFlow, ...]:
    """Cached by ``digest`` of the facts."""
    but = f" and session not in ({sql_list(sorted(hidden))})" if hidden else ""
    with open_facts(on=on, facts_dir=facts_dir) as connection:
        rows = connection.execute(_FLOWS.format(host=host_id, but=but)).fetchall()
    return tuple(OrientationFlow(*row) for row in rows)
