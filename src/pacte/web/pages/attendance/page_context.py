"""What the pages about the people of a session share: base classes with their rights, and the obligations to settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from pacte.journeys.queries.session_people import can_read_people, can_train, person_of_session
from pacte.kernel.errors import deny_unless, hide_unless
from pacte.kernel.french import format_day
from pacte.offer.queries import modules_of_sessions, session_by_triplet
from pacte.offer.records import Triplet
from pacte.web.page import Crumb, Page
from pacte.web.session_display import (
    module_text,
    session_dates_text,
    session_people_links,
    session_url,
    sessions_breadcrumb,
)
from pacte.web.tables import Column, Table, cell, day_column

if TYPE_CHECKING:
    from datetime import date

    from pacte.journeys.queries.provider_obligations import ProviderObligation
    from pacte.journeys.queries.session_people import SessionPerson
    from pacte.offer.models import Session


class SessionPeoplePage(Page):
    """A page about the people of one session, for readers of its people, with or without their names."""

    nav = "supply"
    session: Session

    def load(self, *args: Any, **kwargs: Any) -> None:
        triplet = Triplet(kwargs["training"], kwargs["action"], kwargs["session"])
        self.session = session_by_triplet(actor=self.actor, triplet=triplet)
        hide_unless(can_read_people(actor=self.actor, session=self.session))

    def heading(self) -> str:
        """The session, with the module that it teaches when it is not the whole training."""
        modules = modules_of_sessions(actor=self.actor, session_ids=[self.session.pk])
        module = module_text(modules.get(self.session.pk))
        return " · ".join(part for part in (session_heading(self.session), module) if part)

    def session_url(self, page: str, *more: object) -> str:
        """URL of another page about the same session."""
        return session_url(self.session.triplet, page, *more)

    def breadcrumb(self) -> Sequence[Crumb]:
        home = (self.session.training.title, self.session_url("sessions:session"))
        return [*sessions_breadcrumb(self.actor), home, *super().breadcrumb()]

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        """Every page says which session it is about, and links to its other pages."""
        home = {"label": "Page de la session", "url": self.session_url("sessions:session")}
        common = {
            "session": self.session,
            "about": self.heading(),
            "links": [home, *session_people_links(self.actor, self.session)],
        }
        return super().render({**common, **values}, status=status)


class TraineesPage(SessionPeoplePage):
    """A page with names, for the provider that trains. Other readers of the session get ``PermissionDenied``."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        deny_unless(
            can_train(actor=self.actor, session=self.session),
            "training_act",
            "Cette page est celle de l’organisme qui forme.",
            "Les noms et les présences sont à lui ; la page de la session donne les nombres.",
            "Revenez à la page de la session.",
        )

    def people_crumb(self) -> Crumb:
        return ("Candidats et stagiaires", self.session_url("attendance:people"))


class TraineePage(TraineesPage):
    """A page about one person of the session, whose key is in the URL. ``crumb`` is the label of a page below it."""

    person: SessionPerson

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.person = person_of_session(actor=self.actor, session=self.session, key=kwargs["key"])

    @property
    def person_name(self) -> str:
        return self.person.name or "Dossier effacé"


def session_heading(session: Session) -> str:
    """« Métal Formation Berry, Vierzon · du 11 janvier 2021 au 11 juin 2021 · session 24_407731 »."""
    site = session.site
    place = f"{session.provider.name}, {site.town}" if site and site.town else session.provider.name
    return f"{place} · {session_dates_text(session)} · session {session.number}"


def due_column(on: date) -> Column[Any]:
    """Deadline of an obligation of a provider or of the Region."""
    return day_column(
        "Avant le", lambda each: cell(format_day(each.due_on), note="en retard" if each.due_on < on else "")
    )


def provider_obligation_table(obligations: list[ProviderObligation], on: date) -> Table[ProviderObligation]:
    """The button of a row submits the hidden form of the page, which holds the CSRF token."""
    return Table(
        obligations,
        Column("Ce qui est à faire", lambda each: each.label),
        Column("Personne", lambda each: each.name or "Dossier effacé"),
        due_column(on),
        Column("Geste", _settle_button),
        id="a-faire-table",
        caption="Ce que vous devez",
    )


def _settle_button(each: ProviderObligation) -> str:
    return format_html(
        '<button class="button button-secondary" type="submit" form="regler" formaction="{}">C’est fait'
        '<span class="hidden-text"> : {} ({})</span></button>',
        reverse("attendance:settle", args=[each.identifier]),
        each.label,
        each.name,
    )
