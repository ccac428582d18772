"""People of some sessions chosen one by one: first entry, entries and ends, as of a date."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from pacte.journeys.models import Journey, Seat
from pacte.journeys.permissions import hosts_with_journey_right
from pacte.journeys.records import EndKind
from pacte.journeys.records.counts import PROTECTED_PUBLIC, CellCounts
from pacte.journeys.rules.counts import with_ended
from pacte.kernel.actor import Actor
from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class FirstEntry:
    """Day of the first entry in a session, and how many of its places somebody entered: one taken again counts once."""

    on: date
    places_taken: int


def may_read_session_outcomes(*, actor: Actor, host_id: int) -> bool:
    """True for readers of the Region's journeys, who see small counts.

    Others see none for sessions of their choice: with one session more or less, two sums disclose it (ADR 18).
    """
    return actor.is_system or host_id in hosts_with_journey_right(actor, "journeys.read")


def session_outcomes(*, actor: Actor, host_id: int, sessions: Collection[Session], on: date) -> dict[int, CellCounts]:
    """ "entered", the nine kinds of end and "ended" of each session by that day. One query.

    Empty for a reader who may not see small counts.
    """
    if not may_read_session_outcomes(actor=actor, host_id=host_id):
        return {}
    ended = {kind.value: Count("pk", filter=Q(end_kind=kind.value, ended_on__lte=on)) for kind in EndKind}
    journeys = Journey.objects.filter(session__in=[each.pk for each in sessions], entered_on__lte=on).order_by()
    names = ["entered", *ended]
    rows = journeys.values("session_id").annotate(entered=Count("pk"), **ended).values_list("session_id", *names)
    values = {session_id: dict(zip(names, counts, strict=True)) for session_id, *counts in rows}
    empty = dict.fromkeys(names, 0)
    return {
        each.pk: with_ended(
            CellCounts(
                key=str(each.pk),
                values=values.get(each.pk, empty),
                is_protected=PROTECTED_PUBLIC in each.training_action.public_codes,
            )
        )
        for each in sessions
    }


def first_entries(*, actor: Actor, session_ids: Collection[int], on: date) -> dict[int, FirstEntry]:
    """Sessions that somebody had entered by that day. One query, on their seats: any member of the pact."""
    rows = Seat.objects.filter(session_id__in=list(session_ids), entered_on__lte=on).order_by()
    counted = rows.values("session_id").annotate(first=Min("entered_on"), taken=Count("rank", distinct=True))
    return {
        session_id: FirstEntry(first, taken)
        for session_id, first, taken in counted.values_list("session_id", "first", "taken")
    }
