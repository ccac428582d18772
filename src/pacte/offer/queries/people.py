"""Recipients of notifications: people with a role in the pact, and followers of a session."""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import Membership, Organisation
from pacte.accounts.queries import valid_on
from pacte.kernel.actor import Actor, Role
from pacte.offer.models import Provider, Session, SessionFollower


def buyer_ids_of_host(*, actor: Actor, host_id: int, on: date, buyer_ids: frozenset[int] = frozenset()) -> set[int]:
    """Ids of the people who buy in the pact of that Region, optionally for these organisations only."""
    posts = Membership.objects.filter(valid_on(on), host_id=host_id, role=Role.BUYER, person__is_active=True)
    if buyer_ids:
        posts = posts.filter(organisation_id__in=buyer_ids)
    return set(posts.values_list("person_id", flat=True))


def person_ids_of_provider(*, actor: Actor, provider: Provider, host_id: int, on: date) -> set[int]:
    """Ids of the people who manage the offer of the provider; empty when it has no account."""
    if provider.body_id is None:
        return set()
    posts = Membership.objects.filter(
        valid_on(on), host_id=host_id, organisation_id=provider.body_id, role=Role.PROVIDER, person__is_active=True
    )
    return set(posts.values_list("person_id", flat=True))


def follower_ids(*, actor: Actor, session: Session) -> set[int]:
    """Ids of the people who follow the session."""
    return set(SessionFollower.objects.filter(session=session).values_list("person_id", flat=True))


def is_following(*, actor: Actor, session: Session) -> bool:
    """Return True when the actor follows the session."""
    if actor.person_id is None:
        return False
    return SessionFollower.objects.filter(session=session, person_id=actor.person_id).exists()


def organisation_id_of_siret(*, actor: Actor, siret: str) -> int | None:
    """Id of the organisation of the directory with this SIRET, or None."""
    return Organisation.objects.filter(siret=siret).values_list("pk", flat=True).first()
