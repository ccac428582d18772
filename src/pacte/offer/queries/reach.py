"""Sessions and what the rights on them depend on."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Unseen
from pacte.offer.models import Provider, Session
from pacte.offer.permissions import OfferScope, hosts_where, may, own_where
from pacte.offer.records import Triplet


def can(*, actor: Actor, act: str, session: Session) -> bool:
    """True when the actor may do that on the session."""
    return may(actor, act, OfferScope(session.training.host_id, session.provider.body_id))


def can_for_provider(*, actor: Actor, act: str, provider: Provider, host_id: int) -> bool:
    """True when the actor may do that on what is this provider's in the offer of that Region."""
    return may(actor, act, OfferScope(host_id, provider.body_id))


def within_reach(*, actor: Actor, act: str) -> Q:
    """Rows of an ``organisation`` and a ``provider`` on which the actor may do that: scoped in the query itself.

    Row-level security says the same underneath.
    """
    if actor.is_system:
        return Q()
    return Q(organisation_id__in=hosts_where(actor, act)) | Q(
        provider__body_id__in=own_where(actor, act), organisation_id__in=actor.host_ids
    )


def session_rows(*, actor: Actor) -> QuerySet[Session]:
    """Published sessions with their action, training, provider and site in the same query. They are public."""
    return Session.objects.select_related("training_action__training__provider", "site")


def session_by_triplet(*, actor: Actor, triplet: Triplet) -> Session:
    """Raises ``Unseen``. A closed session stays readable: what was bought in it is."""
    found = (
        session_rows(actor=actor)
        .filter(
            number=triplet.session,
            training_action__number=triplet.training_action,
            training_action__training__number=triplet.training,
        )
        .first()
    )
    if found is None:
        raise Unseen
    return found


def session_by_id(*, actor: Actor, session_id: int) -> Session:
    """Raises ``Unseen``."""
    found = session_rows(actor=actor).filter(pk=session_id).first()
    if found is None:
        raise Unseen
    return found


def sessions_by_number(*, actor: Actor, number: str) -> list[Session]:
    """Sessions that bear the number: one, save when a file repeats itself."""
    return list(session_rows(actor=actor).filter(number=number).order_by("pk"))


def provider_by_siret(*, actor: Actor, siret: str) -> Provider:
    """Raises ``Unseen``."""
    found = Provider.objects.filter(siret=siret).first()
    if found is None:
        raise Unseen
    return found


def own_providers(*, actor: Actor) -> list[Provider]:
    """Providers that the actor works for."""
    return list(Provider.objects.filter(body_id__in=actor.organisation_ids).order_by("name", "pk"))
