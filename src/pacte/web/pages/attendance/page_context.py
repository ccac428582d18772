"""Base classes of the pages about the people of a session: rights, breadcrumb, links to its other pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse

from pacte.journeys.queries.session_people import can_read_people, can_train, person_of_session
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.kernel.french import format_day
from pacte.offer.queries import can_on_session, session_by_triplet
from pacte.offer.records import Triplet
from pacte.web.page import Crumb, Page

if TYPE_CHECKING:
    from datetime import date

    from pacte.journeys.queries.session_people import SessionPerson
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session


class SessionPeoplePage(Page):
    """A page about the people of one session, for readers of its people, with or without their names."""

    nav = "supply"
    session: Session

    def load(self, *args: Any, **kwargs: Any) -> None:
        triplet = Triplet(kwargs["training"], kwargs["action"], kwargs["session"])
        self.session = session_by_triplet(actor=self.actor, triplet=triplet)
        if not can_read_people(actor=self.actor, session=self.session):
            raise NotFound

    def breadcrumb(self) -> Sequence[Crumb]:
        home = (self.session.training.title, session_home_url(self.session))
        return [("Sessions", reverse("sessions:home")), home, *super().breadcrumb()]

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        """Every page says which session it is about, and links to its other pages."""
        common = {
            "session": self.session,
            "about": session_heading(self.session),
            "links": attendance_page_links(self.actor, self.session),
        }
        return super().render({**common, **values}, status=status)


class TraineesPage(SessionPeoplePage):
    """A page with names, for the provider that trains. Other readers of the session get ``PermissionDenied``."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if not can_train(actor=self.actor, session=self.session):
            raise PermissionDenied(
                "training_act",
                "Cette page est celle de l’organisme qui forme.",
                "Les noms et les présences sont à lui ; la page de la session donne les nombres.",
                "Revenez à la page de la session.",
            )

    def people_crumb(self) -> Crumb:
        return ("Candidats et stagiaires", attendance_page_url(self.session, "people"))


class TraineePage(TraineesPage):
    """A page about one person of the session, whose key is in the URL."""

    person: SessionPerson

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.person = person_of_session(actor=self.actor, session=self.session, key=kwargs["key"])

    @property
    def person_name(self) -> str:
        return self.person.name or "Dossier effacé"


def attendance_page_url(session: Session, page: str, *more: object) -> str:
    number = session.triplet
    return reverse(f"attendance:{page}", args=[number.training, number.training_action, number.session, *more])


def session_home_url(session: Session) -> str:
    number = session.triplet
    return reverse("sessions:session", args=[number.training, number.training_action, number.session])


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
