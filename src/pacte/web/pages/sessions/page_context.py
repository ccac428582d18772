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

SESSIONS_NAV = "supply"
SESSIONS_STYLESHEET = "pacte/css/supply.css"


def request_actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def offer_region_id(actor: Actor) -> int:
    """Region whose offer the actor works in; that of this installation first. Raises ``NotFound``."""
    own = host_organisation()
    if own is not None and own.pk in actor.host_ids:
        return own.pk
    if not actor.host_ids:
        raise NotFound
    return min(actor.host_ids)


def permitted_region_id(actor: Actor, act: str) -> int:
    """Same, when the actor has that permission on the whole Region. Raises ``NotFound``."""
    host_id = offer_region_id(actor)
    if not may(actor, act, OfferScope(host_id)):
        raise NotFound
    return host_id


def actor_provider(actor: Actor) -> Provider:
    """Provider on behalf of which the actor runs sessions. Raises ``NotFound``."""
    organisation_ids = {post.organisation_id for post in actor.memberships if post.role is Role.PROVIDER}
    providers = [each for each in own_providers(actor=actor) if each.body_id in organisation_ids]
    if not providers:
        raise NotFound
    return providers[0]


def session_from_url(actor: Actor, training: str, action: str, session: str) -> Session:
    """Raises ``NotFound``."""
    return session_by_triplet(actor=actor, triplet=Triplet(training, action, session))


def session_url(triplet: Triplet, page: str = "session") -> str:
    """Empty when the numbers do not fit in a URL."""
    try:
        return reverse(f"supply:{page}", args=[triplet.training, triplet.training_action, triplet.session])
    except NoReverseMatch:
        return ""


def sessions_page_context(*breadcrumb: tuple[str, str]) -> dict[str, Any]:
    """Menu and breadcrumb, which starts at the dashboard of sessions; its last label is the page itself."""
    return {"nav": SESSIONS_NAV, "trail": breadcrumb_items((("Sessions", reverse("supply:home")), *breadcrumb))}


def breadcrumb_items(breadcrumb: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "url": url} if url else {"label": label} for label, url in breadcrumb]


def attendance_links(actor: Actor, session: Session) -> list[dict[str, str]]:
    """Links to the pages of people and hours of a session that the actor may open."""
    number = session.triplet
    pages = []
    if can_train(actor=actor, session=session):
        pages += [("Candidats et stagiaires", "people"), ("Présences", "presences")]
    if can_on_session(actor=actor, act="offer.read_orders", session=session):
        pages.append(("Heures et montants dus", "hours"))
    numbers = [number.training, number.training_action, number.session]
    links = [{"label": label, "url": reverse(f"training:{page}", args=numbers)} for label, page in pages]
    if can_read_region_obligations(actor=actor, session=session):
        links.append({"label": "Rémunérations à suivre", "url": reverse("training:pay")})
    return links
