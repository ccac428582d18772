"""Keeps the seat of a journey in sync with its status: taken on admission, released when the learner leaves."""

from __future__ import annotations

from datetime import date

from django.db import connection

from pacte.journeys.models import Journey, Seat
from pacte.journeys.rules.machine import Standing
from pacte.journeys.rules.seats import entry_deadline, free_rank
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day
from pacte.offer.models import Session, SessionPlaces
from pacte.offer.records import EntryMode
from pacte.offer.services import record_occupied_places


def seat_follows(actor: Actor, journey: Journey, standing: Standing) -> None:
    """Takes, keeps, moves or releases the seat. Raises ``Conflict`` when the session has none left."""
    held = Seat.objects.filter(journey=journey, released_on=None).first()
    before = held.session_id if held else None
    wanted = standing.session_id if standing.holds_a_seat else None
    if held and held.session_id != wanted:
        _release(held, standing)
        held = None
    if held is None and wanted is not None:
        held = _take(journey, wanted, standing)
    if held and held.entered_on != standing.entered_on:
        held.entered_on = standing.entered_on
        held.save(update_fields=["entered_on"])
    now_held = held.session_id if held else None
    if before != now_held:
        for session_id in {before, now_held} - {None}:
            _recount(actor, session_id)


def _recount(actor: Actor, session_id: int | None) -> None:
    """Updates the public number of taken places of a session in the same transaction as the seats."""
    session = Session.objects.select_related("training_action__training__provider", "places").get(pk=session_id)
    if hasattr(session, "places"):
        held = Seat.objects.filter(session=session, released_on=None).count()
        record_occupied_places(actor=actor, session=session, occupied=held)


def _release(seat: Seat, standing: Standing) -> None:
    seat.released_on = max(standing.ended_on or standing.state_on or seat.taken_on, seat.taken_on)
    seat.save(update_fields=["released_on"])


def _take(journey: Journey, session_id: int, standing: Standing) -> Seat | None:
    """Locks admissions of a session, one at a time: two people never take the last seat together."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('journeys_seat'), %s::int)", [session_id % 2**31])
    places = SessionPlaces.objects.filter(session_id=session_id).first()
    if places is None:
        # A session that the Region does not buy has no ledger of places: no seat is allocated.
        return None
    held = set(Seat.objects.filter(session_id=session_id, released_on=None).values_list("rank", flat=True))
    rank = free_rank(held, places.opened or 0)
    if rank is None:
        raise Conflict(
            "journeys_full",
            f"Les {places.opened} places ouvertes de cette session sont prises.",
            "Une admission de plus dépasserait la capacité.",
            "Inscrivez la personne en liste d’attente, ou proposez-lui une autre session.",
        )
    on = standing.state_on or journey.opened_on
    _refuse_too_late(session_id, rank, on)
    return Seat.objects.create(
        organisation_id=journey.organisation_id, session_id=session_id, rank=rank, journey=journey, taken_on=on
    )


def _refuse_too_late(session_id: int, rank: int, on: date) -> None:
    """The seat of a learner who left may be taken again until the entry deadline, not after."""
    if not Seat.objects.filter(session_id=session_id, rank=rank, entered_on__isnull=False).exists():
        return
    session = Session.objects.select_related("training_action").get(pk=session_id)
    is_rolling = session.training_action.entry_mode == EntryMode.ROLLING
    deadline = entry_deadline(session.starts_on, session.ends_on, is_rolling=is_rolling)
    if deadline is not None and on > deadline:
        raise Conflict(
            "journeys_too_late",
            f"La place qui s’est libérée ne se reprend plus depuis le {format_day(deadline)}.",
            "La session est trop avancée pour une entrée.",
            "Proposez à la personne une autre session.",
        )
