"""Keeps the seat of a journey in sync with its status: taken on admission, released when the learner leaves."""

from __future__ import annotations

from datetime import date

from django.db import connection

from pacte.journeys.models import Journey, Seat
from pacte.journeys.rules.seats import free_rank, seat_entry_deadline
from pacte.journeys.rules.state_machine import JourneyStatus
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day
from pacte.offer.models import Session, SessionPlaces
from pacte.offer.records import EntryMode
from pacte.offer.services import record_occupied_places


def sync_seat(actor: Actor, journey: Journey, status: JourneyStatus) -> None:
    """Takes, keeps, moves or releases the seat. Raises ``Conflict`` when the session has none left."""
    seat = Seat.objects.filter(journey=journey, released_on=None).first()
    old_session_id = seat.session_id if seat else None
    wanted_session_id = status.session_id if status.holds_a_seat else None
    if seat and seat.session_id != wanted_session_id:
        _release(seat, status)
        seat = None
    if seat is None and wanted_session_id is not None:
        seat = _take_seat(journey, wanted_session_id, status)
    if seat and seat.entered_on != status.entered_on:
        seat.entered_on = status.entered_on
        seat.save(update_fields=["entered_on"])
    new_session_id = seat.session_id if seat else None
    if old_session_id != new_session_id:
        for session_id in {old_session_id, new_session_id} - {None}:
            _update_seats_held(actor, session_id)


def _update_seats_held(actor: Actor, session_id: int | None) -> None:
    """Updates the public number of taken places of a session in the same transaction as the seats."""
    session = Session.objects.select_related("training_action__training__provider", "places").get(pk=session_id)
    if hasattr(session, "places"):
        seats_held = Seat.objects.filter(session=session, released_on=None).count()
        record_occupied_places(actor=actor, session=session, occupied=seats_held)


def _release(seat: Seat, status: JourneyStatus) -> None:
    seat.released_on = max(status.ended_on or status.state_on or seat.taken_on, seat.taken_on)
    seat.save(update_fields=["released_on"])


def _take_seat(journey: Journey, session_id: int, status: JourneyStatus) -> Seat | None:
    """Locks admissions of a session, one at a time: two people never take the last seat together."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('journeys_seat'), %s::int)", [session_id % 2**31])
    places = SessionPlaces.objects.filter(session_id=session_id).first()
    if places is None:
        # A session that the Region does not buy has no ledger of places: no seat is allocated.
        return None
    taken_ranks = set(Seat.objects.filter(session_id=session_id, released_on=None).values_list("rank", flat=True))
    rank = free_rank(taken_ranks, places.opened or 0)
    if rank is None:
        raise Conflict(
            "journeys_full",
            f"Les {places.opened} places ouvertes de cette session sont prises.",
            "Une admission de plus dépasserait la capacité.",
            "Inscrivez la personne en liste d’attente, ou proposez-lui une autre session.",
        )
    on = status.state_on or journey.opened_on
    # Who comes back takes a seat again: they have entered already.
    if status.entered_on is None:
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
    deadline = seat_entry_deadline(session.starts_on, session.ends_on, is_rolling=is_rolling)
    if deadline is not None and on > deadline:
        raise Conflict(
            "journeys_too_late",
            f"La place qui s’est libérée ne se reprend plus depuis le {format_day(deadline)}.",
            "La session est trop avancée pour une entrée.",
            "Proposez à la personne une autre session.",
        )
