"""Sessions, providers and the permissions on them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import Provider, Session
from pacte.offer.permissions import OfferScope, hosts_with_offer_right, may, organisations_with_offer_right
from pacte.offer.records import Triplet


def can_on_session(*, actor: Actor, act: str, session: Session) -> bool:
    """Return True when the actor may do the act on the session."""
    return may(actor, act, OfferScope(session.training.host_id, session.provider.body_id))


def can_for_provider(*, actor: Actor, act: str, provider: Provider, host_id: int) -> bool:
    """Return True when the actor may do the act on the rows of the provider in the offer of that Region."""
    return may(actor, act, OfferScope(host_id, provider.body_id))


def visible_rows(*, actor: Actor, act: str) -> Q:
    """Filter on ``organisation`` and ``provider`` for the rows on which the actor may do the act.

    Row-level security enforces the same scope in the database.
    """
    if actor.is_system:
        return Q()
    return Q(organisation_id__in=hosts_with_offer_right(actor, act)) | Q(
        provider__body_id__in=organisations_with_offer_right(actor, act), organisation_id__in=actor.host_ids
    )


def session_queryset(*, actor: Actor) -> QuerySet[Session]:
    """Published sessions with their action, training, provider and site in the same query. Public."""
    return Session.objects.select_related("training_action__training__provider", "site")


def session_by_triplet(*, actor: Actor, triplet: Triplet) -> Session:
    """Raises ``NotFound``. Closed sessions stay readable, as the purchases in them are."""
    session = (
        session_queryset(actor=actor)
        .filter(
            number=triplet.session,
            training_action__number=triplet.training_action,
            training_action__training__number=triplet.training,
        )
        .first()
    )
    if session is None:
        raise NotFound
    return session


def session_by_id(*, actor: Actor, session_id: int) -> Session:
    """Raises ``NotFound``."""
    session = session_queryset(actor=actor).filter(pk=session_id).first()
    if session is None:
        raise NotFound
    return session


def sessions_by_number(*, actor: Actor, number: str) -> list[Session]:
    """Sessions with this number: usually one, more when a file repeats a number."""
    return list(session_queryset(actor=actor).filter(number=number).order_by("pk"))


def provider_by_siret(*, actor: Actor, siret: str) -> Provider:
    """Raises ``NotFound``."""
    provider = Provider.objects.filter(siret=siret).first()
    if provider is None:
        raise NotFound
    return provider


def own_providers(*, actor: Actor) -> list[Provider]:
    """Providers for which the actor works."""
    return list(Provider.objects.filter(body_id__in=actor.organisation_ids).order_by("name", "pk"))
