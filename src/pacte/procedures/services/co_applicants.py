"""Who writes an application with its applicant: invited by e-mail, accepted by their own link. They never send."""

from __future__ import annotations

from datetime import timedelta

from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import system_elevation
from pacte.accounts.rules.rate_limits import INVITATION, RateLimitBucket
from pacte.accounts.services import consume_tokens, ensure_guest, revoke_guest_links
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, TooManyRequests, ValidationError, ensure_found, hide_unless
from pacte.notifications.records import GuestLetterInput
from pacte.notifications.services import queue_guest_letter
from pacte.procedures.models import Application, CoApplicant
from pacte.procedures.queries.applications import is_applicant
from pacte.procedures.rules.applicant_addresses import guest_tail
from pacte.procedures.rules.catalogue import procedure_edition

INVITATION_LIFE = timedelta(days=30)
MOST_CO_APPLICANTS = 5
_MACHINE = "invitation à écrire une demande"


def invite_co_applicant(*, actor: Actor, application: Application, email: str) -> CoApplicant:
    """Invites somebody, or again: their letter brings a link to this application only.

    The same whether the address is known or not. Raises ``NotFound`` for who did not apply, ``ValidationError``
    (``email``), ``Conflict`` (``co_applicants_full``), ``TooManyRequests``.
    """
    machine = system_actor(_MACHINE)
    with system_elevation():
        locked = _locked_by_applicant(actor, application)
        wait = consume_tokens(RateLimitBucket(INVITATION, f"application:{locked.pk}"))
        if wait is not None:
            raise TooManyRequests("invitation_too_fast", "Trop d’invitations viennent de partir.", wait=wait)
        guest = ensure_guest(
            actor=actor, host=locked.organisation, email=email,
            synthetic=bool(locked.guest and locked.guest.is_synthetic),
        )  # fmt: skip
        if guest.pk == locked.guest_id:
            raise ValidationError("email", "Cette adresse est la vôtre.", hint="Écrivez celle d’une autre personne.")
        others = locked.co_applicants.filter(ended_at=None).exclude(guest=guest)
        if others.count() >= MOST_CO_APPLICANTS:
            raise Conflict(
                "co_applicants_full", f"{MOST_CO_APPLICANTS} personnes écrivent déjà avec vous.",
                hint="Retirez-en une, puis invitez celle-ci.",
            )  # fmt: skip
        title = procedure_edition(locked.procedure_code, locked.edition).title
        with audit_event(
            actor=actor, name="procedures.invite_co_applicant", subject_kind="application", subject_id=locked.pk,
            subject_label=str(locked), organisation_id=locked.organisation_id,
        ):  # fmt: skip
            moment = now()
            row, _ = CoApplicant.objects.update_or_create(
                application=locked,
                guest=guest,
                defaults={
                    "organisation_id": locked.organisation_id,
                    "invited_at": moment,
                    "expires_at": moment + INVITATION_LIFE,
                    "ended_at": None,
                },
            )
        queue_guest_letter(
            actor=machine,
            guest=guest,
            letter_input=GuestLetterInput(
                GuestScope.CO_APPLY,
                "Écrire une demande à plusieurs",
                f"Vous êtes invité à écrire avec quelqu’un la demande « {title} ». Vous lirez et écrirez ; "
                "la personne qui vous invite enverra. Ce lien ouvre la demande :",
                subject_id=locked.pk,
                tail=guest_tail(locked.pk),
            ),
        )
    return row


def accept_invitation(*, actor: Actor, application_id: int) -> None:
    """The invited guest, whose link proved their e-mail, accepts. Raises ``NotFound`` without a running invitation."""
    with system_elevation():
        running = CoApplicant.objects.select_for_update(of=("self",)).filter(
            application_id=application_id, guest_id=actor.guest_id or 0, ended_at=None, expires_at__gte=now()
        )
        row = ensure_found(running.select_related("application").first())
        if row.accepted_at is None:
            with audit_event(
                actor=actor, name="procedures.accept_invitation", subject_kind="application",
                subject_id=application_id, subject_label=str(row.application), organisation_id=row.organisation_id,
            ):  # fmt: skip
                row.accepted_at = now()
                row.save(update_fields=["accepted_at"])


def end_co_applicant(*, actor: Actor, application: Application, co_applicant_id: int) -> None:
    """Ends an invitation or what it gave: their links to this application open nothing more."""
    with system_elevation():
        locked = _locked_by_applicant(actor, application)
        row = ensure_found(
            locked.co_applicants.select_related("guest").filter(pk=co_applicant_id, ended_at=None).first()
        )
        with audit_event(
            actor=actor, name="procedures.end_co_applicant", subject_kind="application", subject_id=locked.pk,
            subject_label=str(locked), organisation_id=locked.organisation_id,
        ):  # fmt: skip
            row.ended_at = now()
            row.save(update_fields=["ended_at"])
        revoke_guest_links(
            actor=system_actor(_MACHINE), guest=row.guest, scope=GuestScope.CO_APPLY, subject_id=locked.pk
        )


def _locked_by_applicant(actor: Actor, application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("organisation", "guest")
    locked = ensure_found(rows.filter(pk=application.pk).first())
    hide_unless(is_applicant(actor, locked))
    return locked
