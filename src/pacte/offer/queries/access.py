"""Sessions, providers and the permissions on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db.models import Q, QuerySet

from pacte.accounts.queries import actor_region_id
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import ValidationError, ensure_found, hide_unless
from pacte.offer.models import OrderItem, Provider, Session
from pacte.offer.permissions import (
    OfferScope,
    hosts_with_every_order,
    hosts_with_offer_right,
    may,
    organisations_with_offer_right,
)
from pacte.offer.records import Triplet

_ACTS_OF_ITS_BUYER = frozenset({
    "offer.purchase", "offer.open_places", "offer.answer", "offer.settle", "offer.run_session", "offer.decide_session",
})  # fmt: skip


def can_on_session(*, actor: Actor, act: str, session: Session) -> bool:
    """Return True when the actor may do the act on the session: as a third-party buyer, when its orders buy it."""
    scope = OfferScope(session.training.host_id, session.provider.body_id)
    if act not in _ACTS_OF_ITS_BUYER:
        return may(actor, act, scope)
    others = tuple(each for each in actor.memberships if not each.is_third_party_buyer)
    if may(replace(actor, memberships=others), act, scope):
        return True
    return may(actor, act, scope) and bought_sessions(actor=actor).filter(session=session).exists()


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


def visible_orders(*, actor: Actor) -> Q:
    """Filter on ``organisation``, ``buyer`` and ``provider`` for the orders, signed or prepared, that the actor reads.

    A provider reads those that it received, a buyer of another organisation than the Region those that it signs.
    """
    if actor.is_system:
        return Q()
    own = Q()
    for post in actor.memberships:
        if post.role is Role.BUYER:
            own |= Q(organisation_id=post.host_id, buyer_id=post.organisation_id)
    received = Q(
        provider__body_id__in=organisations_with_offer_right(actor, "offer.read_orders"),
        organisation_id__in=actor.host_ids,
    )
    return Q(organisation_id__in=hosts_with_every_order(actor)) | own | received


def visible_session_rows(*, actor: Actor, act: str) -> Q:
    """The same for rows about one session: a buyer of another organisation than the Region has its own sessions only.

    ``act``: one whose rows wait for the buyer of the session, such as requests and differences.
    """
    rows = visible_rows(actor=actor, act=act)
    if actor.is_system:
        return rows
    own = Q(session__in=bought_sessions(actor=actor).values("session_id"))
    received = Q(provider__body_id__in=organisations_with_offer_right(actor, act))
    return rows & (Q(organisation_id__in=hosts_with_every_order(actor)) | own | received)


def bought_sessions(*, actor: Actor) -> QuerySet[OrderItem]:
    """Lines of the orders of the organisations for which the actor buys; each names its session."""
    own = Q(pk__in=())
    for post in actor.memberships:
        if post.role is Role.BUYER:
            own |= Q(organisation_id=post.host_id, order__buyer_id=post.organisation_id)
    return OrderItem.objects.filter(own)


def session_queryset(*, actor: Actor) -> QuerySet[Session]:
    """Published sessions with their action, training, provider and site in the same query. Public."""
    return Session.objects.select_related("training_action__training__provider", "site")


def session_by_triplet(*, actor: Actor, triplet: Triplet) -> Session:
    """Raises ``NotFound``. Closed sessions stay readable, as the purchases in them are."""
    return ensure_found(
        session_queryset(actor=actor)
        .filter(
            number=triplet.session,
            training_action__number=triplet.training_action,
            training_action__training__number=triplet.training,
        )
        .first()
    )


def sessions_by_number(*, actor: Actor, numbers: Collection[str], limit: int) -> list[Session]:
    """Sessions of one of these numbers, which two providers may share. Public. One query."""
    rows = session_queryset(actor=actor).filter(number__in=set(numbers))
    return list(rows.order_by("number", "pk")[:limit])


def session_by_id(*, actor: Actor, session_id: int) -> Session:
    """Raises ``NotFound``."""
    return ensure_found(session_queryset(actor=actor).filter(pk=session_id).first())


def sessions_by_id(*, actor: Actor, session_ids: Collection[int]) -> list[Session]:
    """The sessions that exist among these, the first to start first. Public. One query."""
    return list(session_queryset(actor=actor).filter(pk__in=session_ids).order_by("starts_on", "pk"))


def session_by_provider_number(*, actor: Actor, number: str, provider_id: int) -> Session:
    """Raises ``ValidationError`` when no session of that provider has this number, or several do."""
    rows = session_queryset(actor=actor).filter(number=number, training_action__training__provider=provider_id)
    sessions = list(rows.order_by("pk")[:2])
    if len(sessions) != 1:
        problem = "Plusieurs sessions portent" if sessions else "Aucune session de cet organisme ne porte"
        message = f"{problem} le numéro « {number[:40]} »."
        raise ValidationError("session_unknown", message, hint="Vérifiez le numéro de session.")
    return sessions[0]


def provider_by_siret(*, actor: Actor, siret: str) -> Provider:
    """Raises ``NotFound``."""
    return ensure_found(Provider.objects.filter(siret=siret).first())


def provider_of_body(*, actor: Actor, body_id: int) -> Provider:
    """Provider of that organisation. Public. Raises ``NotFound``."""
    return ensure_found(Provider.objects.filter(body_id=body_id).order_by("name", "pk").first())


def own_providers(*, actor: Actor) -> list[Provider]:
    """Providers for which the actor works."""
    return list(Provider.objects.filter(body_id__in=actor.organisation_ids).order_by("name", "pk"))


def permitted_region_id(*, actor: Actor, act: str) -> int:
    """Region of the actor, who has that permission on the whole of its offer. Raises ``NotFound``."""
    host_id = actor_region_id(actor=actor)
    hide_unless(may(actor, act, OfferScope(host_id)))
    return host_id


def acting_provider(*, actor: Actor) -> Provider:
    """Provider on behalf of which the actor runs sessions. Raises ``NotFound``."""
    body_ids = {post.organisation_id for post in actor.memberships if post.role is Role.PROVIDER}
    return ensure_found(Provider.objects.filter(body_id__in=body_ids).order_by("name", "pk").first())
