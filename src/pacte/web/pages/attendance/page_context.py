"""Shared by the pages of the people of a session: session of a URL, links, breadcrumb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from pacte.journeys.queries.session_people import can_read_people, can_train
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.kernel.french import format_day
from pacte.offer.queries import can_on_session, session_by_triplet
from pacte.offer.records import Triplet

if TYPE_CHECKING:
    from datetime import date

    from pacte.offer.models import Session

ATTENDANCE_NAV = "supply"
ATTENDANCE_STYLESHEET = "pacte/css/training.css"


def request_actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def trainable_session(actor: Actor, training: str, action: str, session: str) -> Session:
    """Session whose people the actor trains. ``PermissionDenied`` when it only reads them, else ``NotFound``."""
    training_session = readable_session(actor, training, action, session)
    if not can_train(actor=actor, session=training_session):
        raise PermissionDenied(
            "training_act",
            "Cette page est celle de l’organisme qui forme.",
            "Les noms et les présences sont à lui ; la page de la session donne les nombres.",
            "Revenez à la page de la session.",
        )
    return training_session


def readable_session(actor: Actor, training: str, action: str, session: str) -> Session:
    """Session whose people the actor may read, with or without names. Raises ``NotFound``."""
    training_session = session_by_triplet(actor=actor, triplet=Triplet(training, action, session))
    if not can_read_people(actor=actor, session=training_session):
        raise NotFound
    return training_session


def attendance_page_url(session: Session, page: str, *more: object) -> str:
    number = session.triplet
    return reverse(f"training:{page}", args=[number.training, number.training_action, number.session, *more])


def session_home_url(session: Session) -> str:
    number = session.triplet
    return reverse("supply:session", args=[number.training, number.training_action, number.session])


def attendance_page_context(actor: Actor, session: Session, *breadcrumb: tuple[str, str]) -> dict[str, Any]:
    """Menu, breadcrumb from the dashboard of sessions, and links to the other pages of the session."""
    steps = [("Sessions", reverse("supply:home")), (session.training.title, session_home_url(session)), *breadcrumb]
    return {
        "nav": ATTENDANCE_NAV,
        "trail": [{"label": label, "url": url} if url else {"label": label} for label, url in steps],
        "session": session,
        "about": session_heading(session),
        "links": attendance_page_links(actor, session),
    }


def attendance_page_links(actor: Actor, session: Session) -> list[dict[str, str]]:
    """Pages of the session that the actor may open."""
    pages = [("Page de la session", session_home_url(session))]
    if can_train(actor=actor, session=session):
        pages += [
            ("Candidats et stagiaires", attendance_page_url(session, "people")),
            ("Présences", attendance_page_url(session, "presences")),
        ]
    if can_on_session(actor=actor, act="offer.read_orders", session=session):
        pages.append(("Heures et montants dus", attendance_page_url(session, "hours")))
    return [{"label": label, "url": url} for label, url in pages]


def session_heading(session: Session) -> str:
    """« Métal Formation Berry, Vierzon · du 11 janvier 2021 au 11 juin 2021 · session 24_407731 »."""
    site = session.site
    place = f"{session.provider.name}, {site.town}" if site and site.town else session.provider.name
    return f"{place} · {session_period_text(session.starts_on, session.ends_on)} · session {session.number}"


def session_period_text(first: date | None, last: date | None) -> str:
    if first and last:
        return f"du {format_day(first)} au {format_day(last)}"
    return f"à partir du {format_day(first)}" if first else "dates à venir"
