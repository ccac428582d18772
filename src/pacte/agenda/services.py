"""Opens meetings, changes their seats, cancels them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pacte.agenda.models import Meeting
from pacte.agenda.permissions import MeetingScope, may
from pacte.agenda.queries import scope_of
from pacte.agenda.records import MeetingGiven
from pacte.agenda.rules import MOST_DATES
from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, Invalid, Refused
from pacte.kernel.french import plural
from pacte.offer.models import Provider, Session

_MOST_SEATS = 500


def open_meetings(
    *,
    actor: Actor,
    host_id: int,
    body_id: int,
    given: MeetingGiven,
    starts: Sequence[datetime],
    session: Session | None = None,
    synthetic: bool = False,
) -> list[Meeting]:
    """Creates one meeting per date.

    Raises ``PermissionDenied`` or ``ValidationError`` (``starts``, ``seats``, ``place``, ``title``, ``lasts``).
    """
    if not may(actor, "agenda.hold", MeetingScope(host_id, body_id)):
        raise Refused("agenda_open", "Vous n’ouvrez de créneaux que pour votre organisme.")
    _refuse_defects(given, starts)
    provider = Provider.objects.filter(body_id=body_id).order_by("pk").first()
    if session is not None:
        provider = session.provider
    with act(actor=actor, name="agenda.open", organisation_id=_reader(actor, body_id)) as entry:
        made = [
            Meeting.objects.create(
                organisation_id=host_id,
                held_by_id=body_id,
                provider=provider,
                training_action=session.training_action if session else None,
                session=session,
                kind=given.kind,
                title=given.title.strip()[:200],
                starts_at=start,
                ends_at=start + given.lasts,
                place=given.place.strip()[:300],
                commune_code=given.commune_code,
                is_remote=given.is_remote,
                link=given.link,
                seats=given.seats,
                is_synthetic=synthetic,
            )
            for start in starts
        ]
        entry.on("meeting", made[0].pk, f"{plural(len(made), 'créneau ouvert', 'créneaux ouverts')} : {given.title}")
        entry.detail.update(meetings=[each.pk for each in made])
    return made


def set_seats(*, actor: Actor, meeting: Meeting, seats: int, taken: int) -> Meeting:
    """Changes the number of seats, never below ``taken``.

    Raises ``PermissionDenied`` or ``ValidationError`` (``seats``).
    """
    _refuse_unless_holding(actor, meeting)
    if not max(1, taken) <= seats <= _MOST_SEATS:
        raise Invalid(
            "seats",
            f"{plural(seats, 'place')} : ce nombre ne convient pas.",
            f"{plural(taken, 'place est déjà prise', 'places sont déjà prises')}.",
            f"Donnez un nombre entre {max(1, taken)} et {_MOST_SEATS}.",
        )
    with act(
        actor=actor, name="agenda.set_seats", subject_kind="meeting", subject_id=meeting.pk,
        subject_label=meeting.title, organisation_id=_reader(actor, meeting.held_by_id),
    ) as entry:  # fmt: skip
        entry.detail.update(before=meeting.seats, after=seats)
        meeting.seats = seats
        meeting.save(update_fields=["seats"])
    return meeting


def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Cancels a meeting, which stays visible with its cancellation date.

    Raises ``PermissionDenied``, ``ValidationError`` (``reason``) or ``Conflict``.
    """
    _refuse_unless_holding(actor, meeting)
    if meeting.cancelled_at:
        raise Conflict("agenda_cancelled", "Ce rendez-vous est déjà annulé.")
    if meeting.ends_at <= now():
        raise Conflict("agenda_over", "Ce rendez-vous a déjà eu lieu.", todo="Enregistrez plutôt les présences.")
    if not reason.strip():
        raise Invalid("reason", "Le motif manque.", "Il est dit aux personnes attendues.", "Écrivez-le en une phrase.")
    with act(
        actor=actor, name="agenda.cancel", subject_kind="meeting", subject_id=meeting.pk,
        subject_label=meeting.title, organisation_id=_reader(actor, meeting.held_by_id), reason=reason.strip(),
    ):  # fmt: skip
        meeting.cancelled_at, meeting.cancel_reason = now(), reason.strip()[:300]
        meeting.save(update_fields=["cancelled_at", "cancel_reason"])
    return meeting


def _reader(actor: Actor, body_id: int | None) -> int | None:
    """Reader of the audit entry: the actor's own organisation by default; for the system, the meeting's host."""
    return None if actor.organisation_ids else body_id


def _refuse_unless_holding(actor: Actor, meeting: Meeting) -> None:
    if not may(actor, "agenda.hold", scope_of(meeting)):
        raise Refused("agenda_hold", "Seul l’organisme qui reçoit, ou la Région, change ce rendez-vous.")


def _refuse_defects(given: MeetingGiven, starts: Sequence[datetime]) -> None:
    if not starts:
        raise Invalid("starts", "Aucune date n’est donnée.", todo="Écrivez-en une par ligne : « 01/12/2026 9h30 ».")
    if len(starts) > MOST_DATES:
        raise Invalid("starts", f"Plus de {MOST_DATES} dates à la fois.", todo="Ouvrez-les en deux fois.")
    if min(starts) <= now():
        raise Invalid("starts", "Une des dates est passée.", todo="Donnez des dates à venir.")
    if not given.title.strip():
        raise Invalid("title", "Le titre manque.", todo="Dites en quelques mots de quoi il s’agit.")
    if not 1 <= given.seats <= _MOST_SEATS:
        raise Invalid("seats", "Le nombre de places ne convient pas.", todo=f"Donnez de 1 à {_MOST_SEATS} places.")
    if not given.lasts.total_seconds() > 0:
        raise Invalid("lasts", "La durée manque.", todo="Donnez-la en minutes.")
    if not given.is_remote and not given.place.strip():
        raise Invalid("place", "L’adresse manque.", "La personne doit savoir où venir.", "Écrivez-la en entier.")
