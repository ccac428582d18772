"""Opens meetings, changes their seats, cancels them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pacte.agenda.models import Meeting
from pacte.agenda.permissions import MeetingScope, may
from pacte.agenda.queries import meeting_scope
from pacte.agenda.records import MeetingInput, MeetingKind
from pacte.agenda.rules import MAX_DATES
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError, deny_unless, refuse_blank
from pacte.kernel.french import pluralise
from pacte.offer.models import Provider, Session

_MAX_SEATS = 500


def open_meetings(
    *,
    actor: Actor,
    host_id: int,
    body_id: int,
    details: MeetingInput,
    starts: Sequence[datetime],
    session: Session | None = None,
    synthetic: bool = False,
) -> list[Meeting]:
    """Creates one meeting per date. An individual appointment is with the actor.

    Raises ``PermissionDenied`` or ``ValidationError`` (``starts``, ``seats``, ``place``, ``title``, ``lasts``,
    ``session``).
    """
    is_individual = details.kind is MeetingKind.INDIVIDUAL
    deny_unless(
        may(actor, "agenda.hold", MeetingScope(host_id, body_id, is_individual=is_individual)),
        "agenda_open",
        "Vous n’ouvrez de créneaux que pour votre organisme.",
    )
    _validate_meetings(details, starts)
    if is_individual:
        _validate_individual(actor, body_id, details, session)
    provider = None if is_individual else Provider.objects.filter(body_id=body_id).order_by("pk").first()
    if session is not None:
        provider = session.provider
    with audit_event(actor=actor, name="agenda.open", organisation_id=_audit_organisation_id(actor, body_id)) as entry:
        meetings = [
            Meeting.objects.create(
                organisation_id=host_id,
                held_by_id=body_id,
                provider=provider,
                training_action=session.training_action if session else None,
                session=session,
                adviser_id=actor.person_id if is_individual else None,
                kind=details.kind,
                title=details.title.strip()[:200],
                starts_at=start,
                ends_at=start + details.duration,
                place=details.place.strip()[:300],
                commune_code=details.commune_code,
                is_remote=details.is_remote,
                link=details.link,
                seats=details.seats,
                is_synthetic=synthetic,
            )
            for start in starts
        ]
        entry.set_subject(
            "meeting",
            meetings[0].pk,
            f"{pluralise(len(meetings), 'créneau ouvert', 'créneaux ouverts')} : {details.title}",
        )
        entry.detail.update(meetings=[each.pk for each in meetings])
    return meetings


def set_seats(*, actor: Actor, meeting: Meeting, seats: int, taken: int) -> Meeting:
    """Changes the number of seats, never below ``taken``.

    Raises ``PermissionDenied`` or ``ValidationError`` (``seats``).
    """
    _refuse_unless_may_hold(actor, meeting)
    if meeting.kind == MeetingKind.INDIVIDUAL and seats != 1:
        raise ValidationError("seats", "Un rendez-vous individuel est pour une seule personne.", hint="Ouvrez-en un.")
    if not max(1, taken) <= seats <= _MAX_SEATS:
        raise ValidationError(
            "seats",
            f"{pluralise(seats, 'place')} : ce nombre ne convient pas.",
            f"{pluralise(taken, 'place est déjà prise', 'places sont déjà prises')}.",
            f"Donnez un nombre entre {max(1, taken)} et {_MAX_SEATS}.",
        )
    with audit_event(
        actor=actor, name="agenda.set_seats", subject_kind="meeting", subject_id=meeting.pk,
        subject_label=meeting.title, organisation_id=_audit_organisation_id(actor, meeting.held_by_id),
    ) as entry:  # fmt: skip
        entry.detail.update(before=meeting.seats, after=seats)
        meeting.seats = seats
        meeting.save(update_fields=["seats"])
    return meeting


def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Cancels a meeting, which stays visible with its cancellation date.

    Raises ``PermissionDenied``, ``ValidationError`` (``reason``) or ``Conflict``.
    """
    _refuse_unless_may_hold(actor, meeting)
    if meeting.cancelled_at:
        raise Conflict("agenda_cancelled", "Ce rendez-vous est déjà annulé.")
    if meeting.ends_at <= now():
        raise Conflict("agenda_over", "Ce rendez-vous a déjà eu lieu.", hint="Enregistrez plutôt les présences.")
    refuse_blank(
        reason, "reason", "Le motif manque.", "Il est dit aux personnes attendues.", "Écrivez-le en une phrase."
    )
    with audit_event(
        actor=actor,
        name="agenda.cancel",
        subject_kind="meeting",
        subject_id=meeting.pk,
        subject_label=meeting.title,
        organisation_id=_audit_organisation_id(actor, meeting.held_by_id),
        reason=reason.strip(),
    ):
        meeting.cancelled_at, meeting.cancel_reason = now(), reason.strip()[:300]
        meeting.save(update_fields=["cancelled_at", "cancel_reason"])
    return meeting


def _validate_individual(actor: Actor, body_id: int, details: MeetingInput, session: Session | None) -> None:
    is_adviser = any(post.role is Role.ADVISER and post.organisation_id == body_id for post in actor.memberships)
    deny_unless(is_adviser, "agenda_individual", "Seul un conseiller donne des rendez-vous individuels.")
    if session is not None:
        raise ValidationError(
            "session", "Un rendez-vous individuel n’est lié à aucune session.", hint="Ne choisissez pas de session."
        )
    if details.seats != 1:
        raise ValidationError(
            "seats", "Un rendez-vous individuel est pour une seule personne.", hint="Donnez une place à chaque date."
        )


def _audit_organisation_id(actor: Actor, body_id: int | None) -> int | None:
    """Reader of the audit entry: the actor's own organisation by default; for the system, the meeting's host."""
    return None if actor.organisation_ids else body_id


def _refuse_unless_may_hold(actor: Actor, meeting: Meeting) -> None:
    deny_unless(
        may(actor, "agenda.hold", meeting_scope(meeting)),
        "agenda_hold",
        "Seul l’organisme qui reçoit, ou la Région, change ce rendez-vous.",
    )


def _validate_meetings(details: MeetingInput, starts: Sequence[datetime]) -> None:
    if not starts:
        raise ValidationError(
            "starts", "Aucune date n’est donnée.", hint="Écrivez-en une par ligne : « 01/12/2026 9h30 »."
        )
    if len(starts) > MAX_DATES:
        raise ValidationError("starts", f"Plus de {MAX_DATES} dates à la fois.", hint="Ouvrez-les en deux fois.")
    if min(starts) <= now():
        raise ValidationError("starts", "Une des dates est passée.", hint="Donnez des dates à venir.")
    refuse_blank(details.title, "title", "Le titre manque.", hint="Dites en quelques mots de quoi il s’agit.")
    if not 1 <= details.seats <= _MAX_SEATS:
        raise ValidationError(
            "seats", "Le nombre de places ne convient pas.", hint=f"Donnez de 1 à {_MAX_SEATS} places."
        )
    if not details.duration.total_seconds() > 0:
        raise ValidationError("lasts", "La durée manque.", hint="Donnez-la en minutes.")
    if not details.is_remote and not details.place.strip():
        raise ValidationError(
            "place", "L’adresse manque.", "La personne doit savoir où venir.", "Écrivez-la en entier."
        )
