"""Keeps by night how many trainings each provider describes by competences, so that a past day has its count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import connection

from pacte.kernel.actor import Actor
from pacte.offer.models import DescriptionCount
from pacte.offer.queries.description_counts import CURRENT_DESCRIPTIONS, LAST_DESCRIPTIONS, DescribedShare
from pacte.offer.rules.quality import MIN_COMPETENCES

# One row a provider whose counts changed since the last one; a provider without any sheet left falls to zero.
_KEEP = f"""
insert into offer_descriptioncount (host_id, provider_id, counted_on, sheets, described)
select host_id, provider_id, %(on)s, coalesce(n.sheets, 0), coalesce(n.described, 0)
from ({CURRENT_DESCRIPTIONS}) n full join ({LAST_DESCRIPTIONS}) k using (host_id, provider_id)
where (coalesce(n.sheets, 0), coalesce(n.described, 0)) is distinct from (k.sheets, k.described)
on conflict (host_id, provider_id, counted_on)
do update set sheets = excluded.sheets, described = excluded.described
"""  # noqa: S608 — our own text


def keep_description_counts(*, actor: Actor, on: date) -> int:
    """Return how many providers changed. A second run of the day replaces the first. For the machine only."""
    _refuse_unless_machine(actor)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"on": on, "enough": MIN_COMPETENCES})
        return int(cursor.rowcount)


def import_description_counts(*, actor: Actor, host_id: int, shares: Mapping[int, DescribedShare]) -> None:
    """Counts of past nights, by provider, taken over from elsewhere. For the machine only."""
    _refuse_unless_machine(actor)
    DescriptionCount.objects.bulk_create(
        DescriptionCount(
            host_id=host_id, provider_id=provider_id, counted_on=each.on, sheets=each.sheets, described=each.described
        )
        for provider_id, each in shares.items()
    )


def _refuse_unless_machine(actor: Actor) -> None:
    actor.require_system("offer_keep_counts", "Seule la machine garde les comptes de fiches.")
