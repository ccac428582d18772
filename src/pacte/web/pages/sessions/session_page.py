"""« Reste-t-il des places dans cette session ? » Public page: opens from a link, without an account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.journeys.queries.session_people import can_read_people
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import (
    SessionDetail,
    alternatives_with_sessions,
    can_on_session,
    is_following,
    session_detail,
)
from pacte.offer.records import PublicPlaces, SessionState, Triplet
from pacte.offer.services import follow_session, unfollow_session
from pacte.web.page import Crumb
from pacte.web.pages.sessions.ledger_page import ledger_context
from pacte.web.pages.sessions.offer_pages import (
    OfferPage,
    SessionFormPage,
    fact_list,
    session_cell,
)
from pacte.web.pages.sessions.people_model import reseating_context, seats_chart, session_people
from pacte.web.pages.sessions.session_actions_page import session_buttons
from pacte.web.searched_for import PARAMETER, proposal_link, searched_for
from pacte.web.session_display import module_text, session_dates_text, session_url, start_text
from pacte.web.tables import Column, Table, day_column

if TYPE_CHECKING:
    from pacte.offer.models import Session

_STATE_SIGNS = {
    SessionState.CONFIRMED: ("check", "good"),
    SessionState.POSTPONED: ("clock", "watch"),
    SessionState.CANCELLED: ("diamond", "bad"),
    SessionState.RUNNING: ("half", "good"),
}
_HELD_LABEL = "tenues / achetées"
_SHOWN_ALTERNATIVES, _MAX_ALTERNATIVES = 5, 30
_UPCOMING_STATES = frozenset({SessionState.PLANNED, SessionState.CONFIRMED, SessionState.POSTPONED})


class SessionPage(OfferPage):
    """A session, for everybody: those who may act on it see more."""

    is_public = True
    template_name = "sessions/session.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        numbers = kwargs["training"], kwargs["action"], kwargs["session"]
        self.detail = session_detail(actor=self.actor, triplet=Triplet(*numbers))
        self.buttons = session_buttons(self.actor, self.detail)
        self.nav = "supply" if self.buttons else "search"

    def breadcrumb(self) -> Sequence[Crumb]:
        training = self.detail.training
        url = self.url("search:training", training.number)
        return [("Formations", self.url("search:home")), (training.title, url), ("Session", "")]

    def context(self) -> dict[str, Any]:
        actor, detail, session, on = self.actor, self.detail, self.detail.session, today()
        places, triplet = detail.line.places, session.triplet
        # A larger number than shown, since people may have to be reseated.
        has_room = detail.line.is_to_come(on) and places.left != 0
        alternatives = (
            [] if has_room else alternatives_with_sessions(actor=actor, session=session, on=on, limit=_MAX_ALTERNATIVES)
        )
        values = {
            "title": "Reste-t-il des places dans cette session ?",
            "answer": places_sentence(detail, on, has_others=bool(alternatives)),
            "about": _about(detail),
            "sheet": detail,
            "sign": _STATE_SIGNS.get(SessionState(session.state), ("", "")),
            "seats": None if _is_over(detail) else seats_chart(places),
            "seats_title": _seats_title(places),
            "counts": _figures(detail),
            "facts": _facts(detail),
            "others": Table(
                alternatives[:_SHOWN_ALTERNATIVES],
                Column("Formation", lambda row: session_cell(row[1], row[1].provider.name)),
                day_column("Début", lambda row: start_text(row[0].starts_on, is_rolling=row[0].is_rolling)),
                Column("Lieu", lambda row: row[1].site.town if row[1].site else "non dit"),
                Column("Places", lambda row: "non dites" if row[0].left is None else pluralise(row[0].left, "libre")),
                Column("Pourquoi elle", lambda row: row[0].reason),
                id="ailleurs-table",
                caption="Sessions voisines où il reste des places",
            ),
            **reseating_context(actor, detail, alternatives),
            "acts": [*self.buttons, *self._proposal()],
            "copied": "\n".join((triplet.training, triplet.training_action, triplet.session)),
            "follow": _follow_button(actor, session),
        }
        if can_read_people(actor=actor, session=session):
            values |= session_people(self.request, actor, detail, on)
            values["counts"] = [each for each in _figures(detail) if each["label"] != _HELD_LABEL]
        if can_on_session(actor=actor, act="offer.read_ledger", session=session):
            values |= ledger_context(self.request, actor, session, on)
        return values

    def _proposal(self) -> list[dict[str, str]]:
        """What an adviser may do with a session to come: propose it, to the person for whom it was found."""
        if not self.detail.line.is_to_come(today()):
            return []
        person = searched_for(self.actor, self.request.GET.get(PARAMETER, ""))
        url, label = proposal_link(self.actor, person, self.detail.session.triplet)
        return [{"label": label, "url": url, "kind": "primary"}] if url else []


@SessionFormPage.view(http_method_names=("post",))
def follow(page: SessionFormPage, data: dict[str, Any]) -> str:
    """Follow or unfollow the session (« M’avertir »)."""
    if page.request.POST.get("act") == "stop":
        unfollow_session(actor=page.actor, session=page.session)
        return "Vous ne serez plus averti de cette session."
    follow_session(actor=page.actor, session=page.session)
    return "Vous serez averti de ce qui arrive à cette session."


def places_sentence(detail: SessionDetail, on: date, *, has_others: bool) -> str:
    """Summary sentence: whether places are left, and whom to call."""
    places, session = detail.line.places, detail.session
    elsewhere = " D’autres sessions ont de la place : voyez plus bas." if has_others else ""
    state = SessionState(session.state)
    if state is SessionState.CANCELLED:
        lost = pluralise(places.lost, "place achetée est perdue", "places achetées sont perdues")
        return f"Non : cette session est annulée.{f' {lost}.' if places.lost else ''}{elsewhere}"
    if session.closed_on:
        return f"Cette session n’est plus annoncée par son organisme.{elsewhere}"
    if not detail.line.is_to_come(on):
        return f"Non : on ne peut plus y entrer.{elsewhere}"
    if places.left is None:
        return f"L’organisme n’a pas dit combien. {_call(detail)}"
    if places.left == 0:
        waiting = pluralise(places.waiting, "personne attend", "personnes attendent")
        return f"Non : toutes les places sont prises.{f' {waiting} une place.' if places.waiting else ''}{elsewhere}"
    free, simultaneous = pluralise(places.left, "place libre", "places libres"), detail.line.is_rolling
    opened = f"{format_number(places.opened or 0)} ouvertes{' en même temps' if simultaneous else ''}"
    return f"Oui : {free} sur {opened}. {_call(detail)}"


def _call(detail: SessionDetail) -> str:
    phone_or_email = detail.contact["phone"] or detail.contact["email"]
    return (
        f"Pour entrer, appelez {detail.provider.name} : {phone_or_email}."
        if phone_or_email
        else f"Demandez à {detail.provider.name}."
    )


def _about(detail: SessionDetail) -> str:
    action, site = detail.action, detail.line.site
    module = detail.line.module
    hours = [
        f"{format_number(action.hours_centre)} h en centre" if action.hours_centre else "",
        f"{format_number(action.hours_company)} h en entreprise" if action.hours_company else "",
    ]
    parts = [
        f"{detail.provider.name}, {site.town}" if site and site.town else detail.provider.name,
        session_dates_text(detail.session, is_rolling=detail.line.is_rolling),
        *([module_text(module)] if module else hours),
        "entrées toute l’année" if detail.line.is_rolling else "dates fixes",
    ]
    return " · ".join(part for part in parts if part)


def _is_over(detail: SessionDetail) -> bool:
    return SessionState(detail.session.state) is SessionState.ENDED


def _seats_title(places: PublicPlaces) -> str:
    if places.counted:
        return pluralise(places.counted, "place achetée", "places achetées")
    return pluralise(places.opened, "place ouverte", "places ouvertes") if places.opened else "Places"


def _figures(detail: SessionDetail) -> list[dict[str, str]]:
    """Figures next to the seats chart, each with its denominator."""
    places, shows_held = detail.line.places, detail.line.places.counted and not _is_over(detail)
    held_text = f"{format_number(places.occupied)} / {format_number(places.counted)}"
    rolling = "en entrées permanentes, les heures comptent ; les places sont celles d’un même moment"
    return fact_list(
        [
            (_HELD_LABEL, held_text if shows_held else "", "une place tenue : une personne y est admise"),
            ("perdues", _count_text(places.lost), "achetées, et que personne n’aura"),
            ("minimum pour ouvrir", _count_text(places.minimum), _minimum_note(detail)),
            ("liste d’attente", _count_text(places.waiting), "dit par l’organisme"),
            (
                "heures achetées",
                f"{format_number(places.hours_counted)} h" if places.hours_counted else "",
                rolling if detail.line.is_rolling else "",
            ),
            ("source", "" if places.is_counted else "fichier", "dit par l’organisme ; aucune place achetée ici"),
        ],
    )


def _count_text(count: int) -> str:
    return format_number(count) if count else ""


def _minimum_note(detail: SessionDetail) -> str:
    if SessionState(detail.session.state) not in _UPCOMING_STATES:
        return ""
    missing = detail.line.places.minimum - detail.line.places.occupied
    return f"il en manque {format_number(missing)}" if missing > 0 else "atteint"


def _facts(detail: SessionDetail) -> list[dict[str, str]]:
    session, action, access, site = detail.session, detail.action, detail.access, detail.line.site
    licence = access.licence_required if access else None
    licence_text = "" if licence is None else "permis demandé" if licence else "permis non demandé"
    town = f"{site.postal_code} {site.town}".strip() if site else ""
    source_note = f"mot de l’organisme du {format_day(access.said_on)}" if access else ""
    module = detail.line.module
    return fact_list(
        [
            ("On y suit", module_text(module), "ce module seul, et non toute la formation"),
            ("Attesté à la fin", " ; ".join(module.competences) if module else "", "par l’organisme ou l’employeur"),
            ("Certifié à part", ", ".join(module.block_codes) if module else "", "par le certificateur"),
            ("Lieu", ", ".join(part for part in (*(site.lines if site else ()), town) if part), ""),
            ("Comment venir", access.way if access else action.transport, source_note),
            ("Permis", licence_text, source_note),
            ("Fauteuil", "accessible" if access and access.wheelchair else "", source_note),
            ("Rythme", action.pace, ""),
            ("Inscription", _enrolment(session), ""),
            ("Contact", " · ".join(value for value in detail.contact.values() if value), ""),
        ],
    )


def _enrolment(session: Session) -> str:
    if session.enrol_from and session.enrol_until:
        return f"du {format_day(session.enrol_from)} au {format_day(session.enrol_until)}"
    return f"jusqu’au {format_day(session.enrol_until)}" if session.enrol_until else ""


def _follow_button(actor: Actor, session: Session) -> dict[str, str] | None:
    if actor.is_anonymous or not can_on_session(actor=actor, act="offer.follow_session", session=session):
        return None
    url = session_url(session.triplet, "sessions:follow")
    if is_following(actor=actor, session=session):
        return {"url": url, "act": "stop", "label": "Ne plus m’avertir"}
    return {"url": url, "act": "follow", "label": "M’avertir de ce qui lui arrive"}
