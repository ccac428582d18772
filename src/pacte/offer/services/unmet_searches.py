"""Counts of searches that found nothing: one more, and the end of those too old."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection

from pacte.kernel.actor import Actor
from pacte.offer.models import UnmetSearch
from pacte.offer.records.unmet_searches import SearchTerm, UnmetSearchCount
from pacte.offer.rules.unmet_searches import first_day_kept


def note_unmet_search(
    *, actor: Actor, host_id: int, terms: Collection[SearchTerm], department_code: str, on: date
) -> None:
    """Public, like the search: who searches is nowhere, and the database refuses any word outside the vocabulary."""
    with connection.cursor() as cursor:
        for each in terms:
            cursor.execute(
                "select offer_note_unmet_search(%s, %s, %s, %s, %s)",
                [host_id, on, each.kind, each.term, department_code],
            )


def delete_old_unmet_searches(*, actor: Actor, on: date) -> int:
    """Return how many rows are gone. For the machine only."""
    _refuse_unless_machine(actor)
    return UnmetSearch.objects.filter(counted_on__lt=first_day_kept(on)).delete()[0]


def import_unmet_searches(*, actor: Actor, host_id: int, on: date, counts: Iterable[UnmetSearchCount]) -> None:
    """Counts of a past day, taken over from elsewhere. For the machine only."""
    _refuse_unless_machine(actor)
    UnmetSearch.objects.bulk_create(
        UnmetSearch(
            organisation_id=host_id, counted_on=on, kind=each.kind, term=each.term,
            department_code=each.department_code, searches=each.searches,
        )
        for each in counts
    )  # fmt: skip


def _refuse_unless_machine(actor: Actor) -> None:
    actor.require_system("offer_write_searches", "Seule la machine écrit et efface les comptes de recherches.")
