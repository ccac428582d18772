"""« À qui proposer cette session ? »: the people to whom an adviser may propose it, nearest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.journeys.queries.recommendations import journeys_to_propose
from pacte.journeys.records import STATE_LABELS, JourneyState
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import modules_of_sessions, session_by_triplet
from pacte.offer.records import EntryMode, Triplet
from pacte.reference.queries import communes_by_code, occupations_by_code
from pacte.reference.rules import haversine_km
from pacte.web.pages.advisers.adviser_pages import AdviserPage
from pacte.web.session_display import start_text
from pacte.web.tables import Cell, Column, Table, cell

if TYPE_CHECKING:
    from pacte.journeys.models import Journey
    from pacte.offer.models import Session
    from pacte.reference.records import Place


class ProposeToPage(AdviserPage):
    """The session of the URL. Raises ``NotFound`` for anyone but an adviser."""

    crumb = "Proposer une session"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.parts = [kwargs["training"], kwargs["action"], kwargs["session"]]
        self.session = session_by_triplet(actor=self.actor, triplet=Triplet(*self.parts))
        self.words = self.request.GET.get("q", "").strip()[:80]
        self.journeys = journeys_to_propose(actor=self.actor, words=self.words)


@ProposeToPage.view(template_name="advisers/propose_to.html")
def propose_to(page: ProposeToPage) -> dict[str, Any]:
    homes = communes_by_code(each.learner.commune_code for each in page.journeys)
    occupations = occupations_by_code({each.goal_rome for each in page.journeys} - {""})
    kilometres = {each.pk: _kilometres(page.session, homes.get(each.learner.commune_code)) for each in page.journeys}
    nearest = sorted(page.journeys, key=lambda each: (kilometres[each.pk] is None, kilometres[each.pk] or 0.0, each.pk))
    return {
        "title": f"À qui proposer « {page.session.training.title} » ?",
        "answer": _answer(page, len(nearest)),
        "words": page.words,
        "people": Table(
            nearest,
            Column("Personne", lambda each: _person_cell(each, page.parts)),
            Column("Habite", lambda each: _home_cell(homes.get(each.learner.commune_code), kilometres[each.pk])),
            Column("Projet", lambda each: occupations[each.goal_rome].label if each.goal_rome in occupations else ""),
            Column("Où elle en est", lambda each: _state_cell(each)),
            id="personnes",
            caption="Personnes à qui cette session peut être proposée",
            empty="Personne n’attend une proposition en ce moment.",
        ),
        "synthetic": any(each.is_synthetic for each in nearest),
    }


def _answer(page: ProposeToPage, count: int) -> str:
    starts, is_rolling = page.session.starts_on, page.session.training_action.entry_mode == EntryMode.ROLLING
    town = page.session.site.town if page.session.site else "lieu non dit"
    when = f", {start_text(starts, is_rolling=is_rolling)}"
    module = modules_of_sessions(actor=page.actor, session_ids=[page.session.pk]).get(page.session.pk)
    when += f", {module}" if module else ""
    people = pluralise(count, "personne peut recevoir", "personnes peuvent recevoir")
    return f"{town}{when}. {people} une proposition, la plus proche d’abord."


def _kilometres(session: Session, home: Place | None) -> float | None:
    site = session.site or session.training_action.site
    places = (home.latitude, home.longitude) if home else (None, None)
    if site is None or None in (*places, site.latitude, site.longitude):
        return None
    return haversine_km(*places, site.latitude, site.longitude)  # type: ignore[arg-type]


def _person_cell(each: Journey, parts: list[str]) -> Cell:
    contact = getattr(each.learner, "contact", None)
    name = f"{contact.first_name} {contact.last_name}" if contact else "Nom effacé"
    return cell(name, url=reverse("advisers:propose", args=[each.key, *parts]))


def _home_cell(home: Place | None, kilometres: float | None) -> Cell:
    distance = "" if kilometres is None else f"{format_number(kilometres)} km"
    return cell(distance or "distance non connue", note=home.name if home else "commune non connue")


def _state_cell(each: Journey) -> Cell:
    return cell(STATE_LABELS[JourneyState(each.state)], note=f"depuis le {format_day(each.state_on)}")
