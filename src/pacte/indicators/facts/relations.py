"""Relations that the catalogue queries, as of a day and as known at an instant. Pure.

Each is DuckDB SQL over the tables of ``facts.tables`` (named ``raw_…``). ``:on`` is the reference day, ``:known`` the
instant of knowledge: later facts are ignored. A fact dated after the day does not count yet; a replaced one is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pacte.indicators.facts.approach_relations import (
    APPROACHED,
    BARRIERS,
    BROUGHT,
    CONTACTS,
    INFORMED,
    PROPOSALS,
    REASONS,
    REFERRED,
)
from pacte.indicators.facts.asked_competences import ASKED_COMPETENCES
from pacte.indicators.facts.offer_relations import LINES, PAID_DOMAINS, PAID_OCCUPATIONS, SESSIONS
from pacte.indicators.facts.released_people import RELEASED
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.facts.training_relations import (
    ACCOMPANIED,
    ATTESTED,
    CERTIFIED,
    COHORT,
    DEPARTURES,
    FIRST_DAYS,
    FOLLOW_ONS,
    HELD_NEXT,
    JURIES,
    PAID_ENTRIES,
)
from pacte.indicators.facts.training_reviews import REVIEWED

_IN_FORCE = (
    "f.recorded_at < :known and not exists"
    " (select 1 from raw_replaced r where r.row = f.row and r.replaced_at < :known)"
)


def _as_known(table: str) -> str:
    return f"select f.* from raw_{table} f where {_IN_FORCE} and f.happened_on <= :on"


_PLAIN = {name: _as_known(name) for name in TABLES}
_AIMS = """
select t.* from targets t
join (select plan, max(version) as version from targets group by plan) v on v.plan = t.plan and v.version = t.version
"""

RELATIONS: dict[str, str] = _PLAIN | {
    "lines": LINES,
    "sessions": SESSIONS,
    "cohort": COHORT,
    "juries": JURIES,
    "attested": ATTESTED,
    "paid_entries": PAID_ENTRIES,
    "first_days": FIRST_DAYS,
    "follow_ons": FOLLOW_ONS,
    "held_next": HELD_NEXT,
    "paid_domains": PAID_DOMAINS,
    "paid_occupations": PAID_OCCUPATIONS,
    "asked_competences": ASKED_COMPETENCES,
    "informed": INFORMED,
    "contacts": CONTACTS,
    "referred": REFERRED,
    "proposals": PROPOSALS,
    "barriers": BARRIERS,
    "departures": DEPARTURES,
    "reasons": REASONS,
    "accompanied": ACCOMPANIED,
    "reviewed": REVIEWED,
    "approached": APPROACHED,
    "brought": BROUGHT,
    "released": RELEASED,
    "certified": CERTIFIED,
    "aims": _AIMS,
}
"""Name → SQL. A relation may only read the ones before it."""


def required_relations(names: Iterable[str]) -> list[str]:
    """These relations and those that they read, in the order of ``RELATIONS``."""
    wanted = set(names)
    for name in reversed(RELATIONS):
        if name in wanted:
            wanted |= RELATIONS.keys() & set(re.findall(r"\w+", RELATIONS[name]))
    return [name for name in RELATIONS if name in wanted]
