"""« Reste-t-il des places dans cette session ? » Public page: opens from a link, without an account."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from pacte.journeys.queries.session_people import can_read_people
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import (
    alternative_sessions,
    can_on_session,
    is_following,
    session_detail,
    sessions_of_alternatives,
)
from pacte.offer.queries.details import SessionDetail
from pacte.offer.records import SessionState, Triplet
from pacte.offer.services import follow_session, unfollow_session
from pacte.web.charts.seats import Seats
from pacte.web.pages.sessions.ledger_model import ledger_context, ledger_date_from_request
from pacte.web.pages.sessions.page_context import (
    SESSIONS_NAV,
    breadcrumb_items,
    request_actor,
    session_from_url,
    session_url,
)
from pacte.web.pages.sessions.people_model import session_people
from pacte.web.pages.sessions.reseating_model import reseating_context
from pacte.web.pages.sessions.session_buttons import session_buttons
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.records import PublicPlaces
    from pacte.offer.rules.alternatives import AlternativeSession

_TITLE = "Reste-t-il des places dans cette session ?"
ALTERNATIVE_COLUMNS = (
    {"label": "Formation"}, {"label": "Début", "kind": "day"}, {"label": "Lieu"}, {"label": "Places"},
    {"label": "Pourquoi elle"},
)  # fmt: skip
_STATE_SIGNS = {
    SessionState.CONFIRMED: ("check", "good"),
    SessionState.POSTPONED: ("clock", "watch"),
    SessionState.CANCELLED: ("diamond", "bad"),
    SessionState.RUNNING: ("half", "good"),
}
_HELD_LABEL = "tenues / achetées"
_SHOWN_ALTERNATIVES, _MAX_ALTERNATIVES = 5, 30
_UPCOMING_STATES = frozenset({SessionState.PLANNED, SessionState.CONFIRMED, SessionState.POSTPONED})


@require_safe
def page(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor = request_actor(request)
    on = today()
    detail = session_detail(actor=actor, triplet=Triplet(training, action, session))
    places = detail.line.places
    buttons = session_buttons(actor, detail)
    alternatives = _alternatives(actor, detail, on)
    others = [alternative_session_cells(each, session) for each, session in alternatives[:_SHOWN_ALTERNATIVES]]
    values = {
        "nav": SESSIONS_NAV if buttons else "search",
        "trail": _breadcrumb(detail),
        "title": _TITLE,
        "answer": places_sentence(detail, on, has_others=bool(others)),
        "about": _about(detail),
        "sheet": detail,
        "sign": _STATE_SIGNS.get(SessionState(detail.session.state), ("", "")),
        "seats": None if _is_over(detail) else seats_chart(places),
        "seats_title": _seats_title(places),
        "counts": _figures(detail),
        "facts": _facts(detail),
        "other_columns": ALTERNATIVE_COLUMNS,
        "others": others,
        **reseating_context(actor, detail, alternatives),
        "acts": buttons,
        "copied": "\n".join((training, action, session)),
        "follow": _follow_button(actor, detail.session),
    }
    if can_read_people(actor=actor, session=detail.session):
        people = session_people(request, actor, detail, on)
        entered_count = people.taken if _is_over(detail) else None
        values |= people.values | {"seats": seats_chart(places, people.waiting, people.initials, taken=entered_count)}
        values["counts"] = [each for each in _figures(detail) if each["label"] != _HELD_LABEL]
    if can_on_session(actor=actor, act="offer.read_ledger", session=detail.session):
        ledger_date = ledger_date_from_request(request, on)
        values |= ledger_context(actor, detail.session, ledger_date)
        values["as_of"] = {
            "id": "registre-au",
            "on": ledger_date.on,
            "action": request.path,
            "is_today": ledger_date.is_today,
        }
    return render(request, "supply/session.html", values)


@require_login
@require_POST
def follow(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    """Follow or unfollow the session (« M’avertir »)."""
    actor = request_actor(request)
    training_session = session_from_url(actor, training, action, session)
    if request.POST.get("act") == "stop":
        unfollow_session(actor=actor, session=training_session)
        messages.success(request, "Vous ne serez plus averti de cette session.")
    else:
        follow_session(actor=actor, session=training_session)
        messages.success(request, "Vous serez averti de ce qui arrive à cette session.")
    return HttpResponseRedirect(session_url(training_session.triplet))


def places_sentence(detail: SessionDetail, on: date, *, has_others: bool) -> str:
    """Summary sentence: whether places are left, and whom to call."""
    places, session = detail.line.places, detail.session
    elsewhere = " D’autres sessions ont de la place : voyez plus bas." if has_others else ""
    state = SessionState(session.state)
    if state is SessionState.CANCELLED:
        lost = (
            f" {pluralise(places.lost, 'place achetée est perdue', 'places achetées sont perdues')}."
            if places.lost
            else ""
        )
        return f"Non : cette session est annulée.{lost}{elsewhere}"
    if session.closed_on:
        return f"Cette session n’est plus annoncée par son organisme.{elsewhere}"
    if not detail.line.is_to_come(on):
        return f"Non : on ne peut plus y entrer.{elsewhere}"
    if places.left is None:
        return f"L’organisme n’a pas dit combien. {_call(detail)}"
    if places.left == 0:
        waiting = (
            f" {pluralise(places.waiting, 'personne attend', 'personnes attendent')} une place."
            if places.waiting
            else ""
        )
        return f"Non : toutes les places sont prises.{waiting}{elsewhere}"
    simultaneous = " en même temps" if detail.line.is_rolling else ""
    free_places = (
        f"{pluralise(places.left, 'place libre', 'places libres')} sur "
        f"{format_number(places.opened or 0)} ouvertes{simultaneous}"
    )
    return f"Oui : {free_places}. {_call(detail)}"


def _call(detail: SessionDetail) -> str:
    contact = session_contact(detail.session)
    phone_or_email = contact.get("phone") or contact.get("email")
    return (
        f"Pour entrer, appelez {detail.provider.name} : {phone_or_email}."
        if phone_or_email
        else f"Demandez à {detail.provider.name}."
    )


def session_contact(session: Session) -> dict[str, str]:
    """Contact given for the session by its file, else that of the provider."""
    contact = session.contact if isinstance(session.contact, dict) else {}
    provider = session.provider
    return {
        "name": str(contact.get("name") or provider.name),
        "phone": str(contact.get("phone") or provider.phone),
        "email": str(contact.get("email") or provider.email),
    }


def _about(detail: SessionDetail) -> str:
    action, site = detail.action, detail.line.site
    parts = [
        f"{detail.provider.name}, {site.town}" if site and site.town else detail.provider.name,
        session_dates_text(detail.session, is_rolling=detail.line.is_rolling),
        f"{format_number(action.hours_centre)} h en centre" if action.hours_centre else "",
        f"{format_number(action.hours_company)} h en entreprise" if action.hours_company else "",
        "entrées toute l’année" if detail.line.is_rolling else "dates fixes",
    ]
    return " · ".join(part for part in parts if part)


def session_dates_text(session: Session, *, is_rolling: bool = False) -> str:
    if session.starts_on and session.ends_on:
        return f"du {format_day(session.starts_on)} au {format_day(session.ends_on)}"
    if session.starts_on:
        return f"{'depuis' if is_rolling else 'à partir du'} {format_day(session.starts_on)}"
    return "dates à venir"


def _is_over(detail: SessionDetail) -> bool:
    return SessionState(detail.session.state) is SessionState.ENDED


def seats_chart(
    places: PublicPlaces, waiting: int = 0, initials: tuple[str, ...] = (), *, taken: int | None = None
) -> Seats:
    """Squares of the seats chart: purchased places, or open places when none is purchased. Lost places stay visible.

    ``waiting``: people met, who would each take a free place. ``taken``: for a session that is over, where nobody holds
    a place any more, the places on which somebody entered.
    """
    opened = places.opened or 0
    seats_held = places.occupied if taken is None else taken
    free = max(0, opened - seats_held)
    closed = max(0, places.counted - places.lost - max(opened, seats_held))
    likely = min(waiting, free)
    return Seats(held=seats_held, likely=likely, free=free - likely, closed=closed, lost=places.lost, initials=initials,
                 is_over=taken is not None)  # fmt: skip


def _seats_title(places: PublicPlaces) -> str:
    if places.counted:
        return pluralise(places.counted, "place achetée", "places achetées")
    return pluralise(places.opened, "place ouverte", "places ouvertes") if places.opened else "Places"


def _figures(detail: SessionDetail) -> list[dict[str, str]]:
    """Figures next to the seats chart, each with its denominator."""
    places = detail.line.places
    figures = []
    if places.counted and not _is_over(detail):
        figures.append(
            {"label": _HELD_LABEL, "value": f"{format_number(places.occupied)} / {format_number(places.counted)}",
             "note": "une place tenue : une personne y est admise"}
        )  # fmt: skip
    if places.lost:
        figures.append(
            {"label": "perdues", "value": format_number(places.lost), "note": "achetées, et que personne n’aura"}
        )
    if places.minimum:
        missing = max(0, places.minimum - places.occupied)
        note = f"il en manque {format_number(missing)}" if missing else "atteint"
        if SessionState(detail.session.state) not in _UPCOMING_STATES:
            note = ""
        figures.append({"label": "minimum pour ouvrir", "value": format_number(places.minimum), "note": note})
    if places.waiting:
        figures.append(
            {"label": "liste d’attente", "value": format_number(places.waiting), "note": "dit par l’organisme"}
        )
    if places.hours_counted:
        figures.append(
            {"label": "heures achetées", "value": f"{format_number(places.hours_counted)} h", "note": _hours(detail)}
        )
    if not places.is_counted:
        figures.append(
            {"label": "source", "value": "fichier", "note": "dit par l’organisme ; aucune place achetée ici"}
        )
    return figures


def _hours(detail: SessionDetail) -> str:
    if detail.line.is_rolling:
        return "en entrées permanentes, les heures comptent ; les places sont celles d’un même moment"
    return ""


def _facts(detail: SessionDetail) -> list[dict[str, str]]:
    session, action, access = detail.session, detail.action, detail.access
    site = detail.line.site
    licence = {True: "permis demandé", False: "permis non demandé"}.get(access.licence_required) if access else None  # type: ignore[call-overload]
    source_note = f"mot de l’organisme du {format_day(access.said_on)}" if access else ""
    how_to_come = access.way if access else action.transport
    fact_rows = [
        ("Lieu", ", ".join(part for part in (*(site.lines if site else ()), _town(detail)) if part), ""),
        ("Comment venir", how_to_come, source_note),
        ("Permis", licence or "", source_note if licence else ""),
        ("Fauteuil", "accessible" if access and access.wheelchair else "", source_note),
        ("Rythme", action.pace, ""),
        ("Inscription", _enrolment(session), ""),
        ("Contact", " · ".join(value for value in session_contact(session).values() if value), ""),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in fact_rows if value]


def _town(detail: SessionDetail) -> str:
    site = detail.line.site
    return f"{site.postal_code} {site.town}".strip() if site else ""


def _enrolment(session: Session) -> str:
    if session.enrol_from and session.enrol_until:
        return f"du {format_day(session.enrol_from)} au {format_day(session.enrol_until)}"
    return f"jusqu’au {format_day(session.enrol_until)}" if session.enrol_until else ""


def _alternatives(actor: Actor, detail: SessionDetail, on: date) -> list[tuple[AlternativeSession, Session]]:
    """Other sessions with room, when this one has none; a larger number, since people may have to be reseated."""
    if detail.line.is_to_come(on) and detail.line.places.left != 0:
        return []
    alternatives = alternative_sessions(actor=actor, session=detail.session, on=on, limit=_MAX_ALTERNATIVES)
    sessions = sessions_of_alternatives(actor=actor, alternatives=alternatives)
    return [
        (alternative, sessions[alternative.session_id])
        for alternative in alternatives
        if alternative.session_id in sessions
    ]


def alternative_session_cells(alternative: AlternativeSession, session: Session) -> list[Any]:
    """An alternative session, as table cells."""
    starts = (
        "toute l’année"
        if alternative.is_rolling
        else format_day(alternative.starts_on)
        if alternative.starts_on
        else "date à venir"
    )
    left = "non dites" if alternative.left is None else pluralise(alternative.left, "libre")
    return [
        {"text": session.training.title, "url": session_url(session.triplet), "note": session.provider.name},
        starts,
        session.site.town if session.site else "non dit",
        left,
        alternative.reason,
    ]


def _follow_button(actor: Actor, session: Session) -> dict[str, str] | None:
    if actor.is_anonymous or not can_on_session(actor=actor, act="offer.follow_session", session=session):
        return None
    url = session_url(session.triplet, "follow")
    if is_following(actor=actor, session=session):
        return {"url": url, "act": "stop", "label": "Ne plus m’avertir"}
    return {"url": url, "act": "follow", "label": "M’avertir de ce qui lui arrive"}


def _breadcrumb(detail: SessionDetail) -> list[dict[str, str]]:
    training = reverse("search:training", args=[detail.training.number])
    return breadcrumb_items(
        (("Formations", reverse("search:home")), (detail.training.title, training), ("Session", ""))
    )
