"""The partners with which messages are exchanged."""

from __future__ import annotations

from pacte.interop.models import Partner
from pacte.interop.permissions import InteropScope, hosts_with_interop_right, may
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless


def active_partners(*, actor: Actor) -> list[Partner]:
    """All for the system actor; for a person, those of the pacts whose exchanges the actor may read."""
    queryset = Partner.objects.select_related("body").filter(is_active=True).order_by("name", "pk")
    return list(
        queryset
        if actor.is_system
        else queryset.filter(organisation_id__in=hosts_with_interop_right(actor, "liaison.read"))
    )


def stopped_partners(*, actor: Actor) -> list[Partner]:
    """Partners no longer in use, in the pacts whose exchanges the actor may read."""
    queryset = Partner.objects.select_related("body").filter(is_active=False).order_by("name", "pk")
    return list(queryset.filter(organisation_id__in=hosts_with_interop_right(actor, "liaison.read")))


def may_configure(*, actor: Actor, partner: Partner) -> bool:
    return may(actor, "liaison.configure", InteropScope(partner.organisation_id))


def partner_by_slug(*, actor: Actor, slug: str) -> Partner:
    """Raises ``NotFound``."""
    partner = ensure_found(Partner.objects.select_related("body", "organisation").filter(slug=slug).first())
    hide_unless(may(actor, "liaison.read", InteropScope(partner.organisation_id)))
    return partner
