"""Shared by the pages of sessions: Region and provider of the actor, session of a URL, breadcrumb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from pacte.accounts.queries import host_organisation
from pacte.journeys.queries.region_obligations import can_read_region_obligations
from pacte.journeys.queries.session_people import can_train
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import NotFound
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import can_on_session, own_providers, session_by_triplet
from pacte.offer.records import Triplet

if TYPE_CHECKING:
    from pacte.offer.models import Provider, Session

NAV = "supply"
STYLE = "pacte/css/supply.css"


def actor_in(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def region_of(actor: Actor) -> int:
    """Region whose offer the actor works in; that of this installation first. Raises ``NotFound``."""
    own = host_organisation()
    if own is not None and own.pk in actor.host_ids:
        return own.pk
    if not actor.host_ids:
        raise NotFound
    return min(actor.host_ids)


def region_where(actor: Actor, act: str) -> int:
    """Same, when the actor has that permission on the whole Region. Raises ``NotFound``."""
    host_id = region_of(actor)
    if not may(actor, act, OfferScope(host_id)):
        raise NotFound
    return host_id


def provider_of(actor: Actor) -> Provider:
    """Provider on behalf of which the actor runs sessions. Raises ``NotFound``."""
    bodies = {post.organisation_id for post in actor.memberships if post.role is Role.PROVIDER}
    mine = [each for each in own_providers(actor=actor) if each.body_id in bodies]
    if not mine:
        raise NotFound
    return mine[0]


def session_at(actor: Actor, training: str, action: str, session: str) -> Session:
    """Raises ``NotFound``."""
    return session_by_triplet(actor=actor, triplet=Triplet(training, action, session))


def session_url(triplet: Triplet, page: str = "session") -> str:
    """Empty when the numbers do not fit in a URL."""
    try:
        return reverse(f"supply:{page}", args=[triplet.training, triplet.training_action, triplet.session])
    except NoReverseMatch:
        return ""


def frame(*trail: tuple[str, str]) -> dict[str, Any]:
    """Menu and breadcrumb, which starts at the dashboard of sessions; its last label is the page itself."""
    return {"nav": NAV, "trail": steps((("Sessions", reverse("supply:home")), *trail))}


def steps(trail: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "url": url} if url else {"label": label} for label, url in trail]


def training_links(actor: Actor, session: Session) -> list[dict[str, str]]:
    """Links to the pages of people and hours of a session that the actor may open."""
    number = session.triplet
    found = []
    if can_train(actor=actor, session=session):
        found += [("Candidats et stagiaires", "people"), ("Présences", "presences")]
    if can_on_session(actor=actor, act="offer.read_orders", session=session):
        found.append(("Heures et montants dus", "hours"))
    numbers = [number.training, number.training_action, number.session]
    links = [{"label": label, "url": reverse(f"training:{page}", args=numbers)} for label, page in found]
    if can_read_region_obligations(actor=actor, session=session):
        links.append({"label": "Rémunérations à suivre", "url": reverse("training:pay")})
    return links
