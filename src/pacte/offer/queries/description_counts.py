"""Trainings described by competences, as our own quality rule counts them: now, and as kept by night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Min

from pacte.kernel.actor import Actor
from pacte.offer.models import DescriptionCount
from pacte.offer.rules.quality import MIN_COMPETENCES

# Open trainings by provider, and those that list enough competences.
CURRENT_DESCRIPTIONS = """
select t.host_id, t.provider_id, count(*) as sheets, count(*) filter (where c.verbs >= %(enough)s) as described
from offer_training t
left join (select training_id, count(*) as verbs from offer_competence group by training_id) c on c.training_id = t.id
where t.closed_on is null or t.closed_on > %(on)s
group by t.host_id, t.provider_id
"""
LAST_DESCRIPTIONS = """
select distinct on (d.host_id, d.provider_id) d.host_id, d.provider_id, d.sheets, d.described
from offer_descriptioncount d where d.counted_on <= %(on)s
order by d.host_id, d.provider_id, d.counted_on desc
"""


@dataclass(frozen=True, slots=True)
class DescribedShare:
    """Trainings ``described`` by competences, of all ``sheets``, on a day."""

    on: date
    described: int
    sheets: int


def described_share(*, actor: Actor, host_id: int, on: date) -> DescribedShare:
    """Of the catalogue as it is now, on a day from which it counts. Public."""
    return _sum(actor, CURRENT_DESCRIPTIONS, host_id, on)


def kept_described_share(*, actor: Actor, host_id: int, on: date) -> DescribedShare:
    """As kept by the last night until that day; no sheet before the first one. Public."""
    return _sum(actor, LAST_DESCRIPTIONS, host_id, on)


def first_described_share(*, actor: Actor, host_id: int) -> DescribedShare | None:
    """As kept by the first night of all, from which progress is told; None before it. Public."""
    first = DescriptionCount.objects.filter(host_id=host_id).aggregate(first=Min("counted_on"))["first"]
    return kept_described_share(actor=actor, host_id=host_id, on=first) if first else None


def described_by_provider(*, actor: Actor, host_id: int, on: date) -> dict[int, DescribedShare]:
    """The same as of now, by provider. Public."""
    return {
        provider_id: DescribedShare(on, described, sheets)
        for _, provider_id, sheets, described in _rows(CURRENT_DESCRIPTIONS, host_id, on)
    }


def _sum(actor: Actor, query: str, host_id: int, on: date) -> DescribedShare:
    rows = _rows(query, host_id, on)
    return DescribedShare(on, sum(row[3] for row in rows), sum(row[2] for row in rows))


def _rows(query: str, host_id: int, on: date) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {"on": on, "host": host_id, "enough": MIN_COMPETENCES}
    with connection.cursor() as cursor:
        cursor.execute(f"select * from ({query}) counts where host_id = %(host)s", values)  # noqa: S608 — our own text
        return list(cursor.fetchall())
