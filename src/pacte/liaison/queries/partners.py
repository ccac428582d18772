"""The partners with whom messages are exchanged."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Unseen
from pacte.liaison.models import Partner
from pacte.liaison.permissions import LiaisonScope, hosts_where, may


def active_partners(*, actor: Actor) -> list[Partner]:
    """All of them for the machine; those of the pacts whose exchanges the actor reads for a person."""
    found = Partner.objects.select_related("body").filter(is_active=True).order_by("name", "pk")
    return list(found if actor.is_system else found.filter(organisation_id__in=hosts_where(actor, "liaison.read")))


def stopped_partners(*, actor: Actor) -> list[Partner]:
    """Those with whom nothing is exchanged any more, in the pacts whose exchanges the actor reads."""
    found = Partner.objects.select_related("body").filter(is_active=False).order_by("name", "pk")
    return list(found.filter(organisation_id__in=hosts_where(actor, "liaison.read")))


def may_configure(*, actor: Actor, partner: Partner) -> bool:
    return may(actor, "liaison.configure", LiaisonScope(partner.organisation_id))


def partner_by_slug(*, actor: Actor, slug: str) -> Partner:
    """Raises ``Unseen``."""
    found = Partner.objects.select_related("body", "organisation").filter(slug=slug).first()
    if found is None or not may(actor, "liaison.read", LiaisonScope(found.organisation_id)):
        raise Unseen
    return found
