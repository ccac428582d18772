"""Sites inside a prison: mark one, give or correct its dates, take a mark off. Never shown to the public."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date

from django.db import IntegrityError, transaction

from pacte.audit.services import AuditEvent, audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError
from pacte.offer.models import ClosedSite, Session
from pacte.offer.permissions import OfferScope
from pacte.offer.services.permissions_check import refuse_unless

_ACT = "offer.mark_closed_site"


def mark_closed_site(*, actor: Actor, host_id: int, session_number: str, since: date) -> ClosedSite:
    """Mark the site where a session of the Region takes place.

    Raises ``PermissionDenied``, ``ValidationError`` (no such session, session without a site) or ``Conflict`` (marked
    already).
    """
    refuse_unless(actor=actor, act=_ACT, scope=OfferScope(host_id))
    site_id = _site_of_session(host_id, session_number.strip())
    with audit_event(actor=actor, name=_ACT, organisation_id=host_id) as entry:
        try:
            with transaction.atomic():
                mark = ClosedSite.objects.create(
                    organisation_id=host_id, site_id=site_id, since=since, marked_at=now(),
                    marked_by_name=actor.name[:200],
                )  # fmt: skip
        except IntegrityError as error:
            raise Conflict(
                "closed_site_known", "Cet établissement est déjà dans la liste.", hint="Corrigez ses dates."
            ) from error
        entry.set_subject("closedsite", mark.pk, str(mark))
    return mark


def date_closed_site(*, actor: Actor, mark: ClosedSite, since: date, until: date | None) -> None:
    """Correct the dates of a mark, or end it. Raises ``PermissionDenied`` or ``ValidationError``."""
    refuse_unless(actor=actor, act=_ACT, scope=OfferScope(mark.organisation_id))
    if until is not None and until < since:
        raise ValidationError(
            "closed_site_dates", "Le dernier jour est avant le premier.", hint="Choisissez un jour plus tardif."
        )
    with _event(actor, mark, "offer.date_closed_site") as entry:
        mark.since, mark.until = since, until
        mark.save(update_fields=["since", "until"])
        entry.detail.update(since=since.isoformat(), until=until.isoformat() if until else "")


def withdraw_closed_site(*, actor: Actor, mark: ClosedSite) -> None:
    """Take off a mark made by mistake; the history of rows keeps it. Raises ``PermissionDenied``."""
    refuse_unless(actor=actor, act=_ACT, scope=OfferScope(mark.organisation_id))
    with _event(actor, mark, "offer.withdraw_closed_site"):
        mark.delete()


def _event(actor: Actor, mark: ClosedSite, name: str) -> AbstractContextManager[AuditEvent]:
    return audit_event(
        actor=actor, name=name, subject_kind="closedsite", subject_id=mark.pk, subject_label=str(mark),
        organisation_id=mark.organisation_id,
    )  # fmt: skip


def _site_of_session(host_id: int, number: str) -> int:
    rows = Session.objects.filter(number=number, training_action__training__host_id=host_id)
    session = rows.select_related("training_action").first()
    if session is None:
        raise ValidationError(
            "closed_site_session", "Aucune session de la Région ne porte ce numéro.", hint="Vérifiez-le."
        )
    site_id = session.site_id or session.training_action.site_id
    if site_id is None:
        raise ValidationError(
            "closed_site_session", "Cette session n’a pas de lieu.", hint="Choisissez une session qui en a un."
        )
    return int(site_id)
