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

    Raises ``PermissionDenied`` or ``ValidationError``: no such session, session without a site, site marked already.
    """
    refuse_unless(actor=actor, act=_ACT, scope=OfferScope(host_id))
    site_id = _site_of_session(host_id, session_number.strip())
    with audit_event(actor=actor, name=_ACT, organisation_id=host_id) as entry:
        try:
            with transaction.atomic():
                mark = _add(actor, ClosedSite(organisation_id=host_id, site_id=site_id, since=since))
        except IntegrityError as error:
            raise ValidationError(
                "closed_site_known", "Cet établissement est déjà dans la liste.", hint="Corrigez ses dates."
            ) from error
        entry.set_subject("closedsite", mark.pk, str(mark))
    return mark


def date_closed_site(*, actor: Actor, mark: ClosedSite, since: date, until: date | None) -> ClosedSite:
    """Correct the dates of a mark, or end it: the new row.

    Raises ``PermissionDenied``, ``ValidationError`` or ``Conflict``.
    """
    refuse_unless(actor=actor, act=_ACT, scope=OfferScope(mark.organisation_id))
    if until is not None and until < since:
        raise ValidationError(
            "closed_site_dates", "Le dernier jour est avant le premier.", hint="Choisissez un jour plus tardif."
        )
    with _event(actor, mark, "offer.date_closed_site") as entry:
        _end(mark)
        entry.detail.update(since=since.isoformat(), until=until.isoformat() if until else "")
        return _add(actor, _correction(mark, since=since, until=until))


def withdraw_closed_site(*, actor: Actor, mark: ClosedSite) -> None:
    """Take off a mark made by mistake: it no longer counts. Raises ``PermissionDenied`` or ``Conflict``."""
    refuse_unless(actor=actor, act=_ACT, scope=OfferScope(mark.organisation_id))
    with _event(actor, mark, "offer.withdraw_closed_site"):
        _end(mark)
        withdrawal = _correction(mark, since=mark.since, until=mark.until)
        withdrawal.is_withdrawn, withdrawal.is_current = True, False
        _add(actor, withdrawal)


def _add(actor: Actor, mark: ClosedSite) -> ClosedSite:
    mark.recorded_at, mark.person_name = now(), actor.name[:200]
    mark.save()
    return mark


def _correction(mark: ClosedSite, *, since: date, until: date | None) -> ClosedSite:
    return ClosedSite(
        organisation_id=mark.organisation_id, site_id=mark.site_id, since=since, until=until, corrects=mark
    )


def _end(mark: ClosedSite) -> None:
    """The row is no longer the current one of its site. Raises ``Conflict`` when another took its place."""
    if not ClosedSite.objects.filter(pk=mark.pk, is_current=True).update(is_current=False):
        raise Conflict("closed_site_changed", "Ce lieu a été changé depuis.", hint="Relisez la liste.")


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
