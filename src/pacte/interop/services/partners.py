"""Partner tools and their shared secret, which is derived from the installation's key and never stored."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.interop.models import Partner
from pacte.interop.permissions import InteropScope, may
from pacte.interop.rules.signatures import derive_secret
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, deny_unless


def add_partner(
    *,
    actor: Actor,
    host: Organisation,
    code: str,
    slug: str,
    name: str,
    url: str = "",
    body: Organisation | None = None,
    since: datetime | None = None,
    simulated: bool = False,
) -> Partner:
    """Add a tool with which messages are exchanged from ``since`` (default: now).

    Raises ``PermissionDenied`` or ``Conflict``.
    """
    _refuse_unless_may_configure(actor, host.pk)
    with audit_event(actor=actor, name="liaison.add_partner", organisation_id=host.pk) as entry:
        try:
            with transaction.atomic():
                partner = Partner.objects.create(
                    organisation=host, code=code, slug=slug, name=name, body=body, url=url, since=since or now(),
                    is_simulated=simulated, created_at=now(),
                )  # fmt: skip
        except IntegrityError as error:
            raise Conflict(
                "partner_slug", f"« {slug} » désigne déjà un partenaire.", hint="Choisissez un autre nom court."
            ) from error
        entry.set_subject("partner", partner.pk, name)
    return partner


def change_partner_url(*, actor: Actor, partner: Partner, url: str) -> None:
    """Change the URL to which messages are sent."""
    _refuse_unless_may_configure(actor, partner.organisation_id)
    with audit_event(
        actor=actor, name="liaison.move_partner", subject_kind="partner", subject_id=partner.pk,
        subject_label=partner.name, organisation_id=partner.organisation_id,
    ):  # fmt: skip
        partner.url = url
        partner.save(update_fields=["url"])


def renew_secret(*, actor: Actor, partner: Partner) -> str:
    """Renew the secret; the previous one no longer authenticates. Return the new one, to be shown once."""
    _refuse_unless_may_configure(actor, partner.organisation_id)
    with audit_event(
        actor=actor, name="liaison.renew_secret", subject_kind="partner", subject_id=partner.pk,
        subject_label=partner.name, organisation_id=partner.organisation_id,
    ):  # fmt: skip
        partner.generation += 1
        partner.save(update_fields=["generation"])
    return partner_secret(actor=actor, partner=partner)


def stop_partner(*, actor: Actor, partner: Partner, reason: str) -> None:
    """Stop sending; its endpoint answers as if it did not exist. Raises ``PermissionDenied``."""
    _set_active(actor, partner, "liaison.stop_partner", reason, is_active=False)


def resume_partner(*, actor: Actor, partner: Partner, reason: str) -> None:
    """Resume sending; steps recorded meanwhile are sent too. Raises ``PermissionDenied``."""
    _set_active(actor, partner, "liaison.resume_partner", reason, is_active=True)


def _set_active(actor: Actor, partner: Partner, name: str, reason: str, *, is_active: bool) -> None:
    _refuse_unless_may_configure(actor, partner.organisation_id)
    with audit_event(
        actor=actor, name=name, subject_kind="partner", subject_id=partner.pk, subject_label=partner.name,
        organisation_id=partner.organisation_id, reason=reason,
    ):  # fmt: skip
        partner.is_active = is_active
        partner.save(update_fields=["is_active"])


def partner_secret(*, actor: Actor, partner: Partner) -> str:
    """The secret shared with the partner.

    For the system actor and those who configure exchanges. Raises ``PermissionDenied``.
    """
    _refuse_unless_may_configure(actor, partner.organisation_id)
    return derive_secret(settings.SECRET_KEY, partner.slug, partner.generation)


def _refuse_unless_may_configure(actor: Actor, host_id: int) -> None:
    deny_unless(
        may(actor, "liaison.configure", InteropScope(host_id)),
        "interop_configure",
        "Seul l’administrateur règle les échanges avec un partenaire.",
    )
