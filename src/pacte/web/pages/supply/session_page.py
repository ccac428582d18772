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
from pacte.web.pages.supply.frame import NAV, actor_in, session_at, session_url, steps
from pacte.web.pages.supply.ledger_model import asked_day, ledger_of
from pacte.web.pages.supply.people_model import who_comes
from pacte.web.pages.supply.reseating_model import reseating
from pacte.web.pages.supply.session_acts import acts_on
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.records import PublicPlaces
    from pacte.offer.rules.alternatives import AlternativeSession

_TITLE = "Reste-t-il des places dans cette session ?"
OTHER_COLUMNS = (
    {"label": "Formation"}, {"label": "Début", "kind": "day"}, {"label": "Lieu"}, {"label": "Places"},
    {"label": "Pourquoi elle"},
)  # fmt: skip
_SIGNS = {
    SessionState.CONFIRMED: ("check", "good"),
    SessionState.POSTPONED: ("clock", "watch"),
    SessionState.CANCELLED: ("diamond", "bad"),
    SessionState.RUNNING: ("half", "good"),
}
_HELD = "tenues / achetées"
_OTHERS, _SHARED_OUT = 5, 30
_AWAITED = frozenset({SessionState.PLANNED, SessionState.CONFIRMED, SessionState.POSTPONED})


@require_safe
def page(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor = actor_in(request)
    on = today()
    sheet = session_detail(actor=actor, triplet=Triplet(training, action, session))
    now = sheet.line.places
    acts = acts_on(actor, sheet)
    seats = _other_seats(actor, sheet, on)
    others = [seat_row(each, session) for each, session in seats[:_OTHERS]]
    values = {
        "nav": NAV if acts else "search",
        "trail": _trail(sheet),
        "title": _TITLE,
        "answer": answer(sheet, on, has_others=bool(others)),
        "about": _about(sheet),
        "sheet": sheet,
        "sign": _SIGNS.get(SessionState(sheet.session.state), ("", "")),
        "seats": None if _is_over(sheet) else seats_of(now),
        "seats_title": _seats_title(now),
        "counts": _counts(sheet),
        "facts": _facts(sheet),
        "other_columns": OTHER_COLUMNS,
        "others": others,
        **reseating(actor, sheet, seats),
        "acts": acts,
        "copied": "\n".join((training, action, session)),
        "follow": _follow(actor, sheet.session),
    }
    if can_read_people(actor=actor, session=sheet.session):
        comes = who_comes(request, actor, sheet, on)
        taken = comes.taken if _is_over(sheet) else None
        values |= comes.values | {"seats": seats_of(now, comes.waiting, comes.initials, taken=taken)}
        values["counts"] = [each for each in _counts(sheet) if each["label"] != _HELD]
    if can_on_session(actor=actor, act="offer.read_ledger", session=sheet.session):
        asked = asked_day(request, on)
        values |= ledger_of(actor, sheet.session, asked)
        values["as_of"] = {"id": "registre-au", "on": asked.on, "action": request.path, "is_today": asked.is_today}
    return render(request, "supply/session.html", values)


@signed_in
@require_POST
def follow(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    """Follow or unfollow the session (« M’avertir »)."""
    actor = actor_in(request)
    found = session_at(actor, training, action, session)
    if request.POST.get("act") == "stop":
        unfollow_session(actor=actor, session=found)
        messages.success(request, "Vous ne serez plus averti de cette session.")
    else:
        follow_session(actor=actor, session=found)
        messages.success(request, "Vous serez averti de ce qui arrive à cette session.")
    return HttpResponseRedirect(session_url(found.triplet))


def answer(sheet: SessionDetail, on: date, *, has_others: bool) -> str:
    """Summary sentence: whether places are left, and whom to call."""
    now, session = sheet.line.places, sheet.session
    elsewhere = " D’autres sessions ont de la place : voyez plus bas." if has_others else ""
    state = SessionState(session.state)
    if state is SessionState.CANCELLED:
        lost = (
            f" {pluralise(now.lost, 'place achetée est perdue', 'places achetées sont perdues')}." if now.lost else ""
        )
        return f"Non : cette session est annulée.{lost}{elsewhere}"
    if session.closed_on:
        return f"Cette session n’est plus annoncée par son organisme.{elsewhere}"
    if not sheet.line.is_to_come(on):
        return f"Non : on ne peut plus y entrer.{elsewhere}"
    if now.left is None:
        return f"L’organisme n’a pas dit combien. {_call(sheet)}"
    if now.left == 0:
        waiting = (
            f" {pluralise(now.waiting, 'personne attend', 'personnes attendent')} une place." if now.waiting else ""
        )
        return f"Non : toutes les places sont prises.{waiting}{elsewhere}"
    simultaneous = " en même temps" if sheet.line.is_rolling else ""
    said = f"{pluralise(now.left, 'place libre', 'places libres')} sur {format_number(now.opened or 0)} ouvertes{simultaneous}"
    return f"Oui : {said}. {_call(sheet)}"


def _call(sheet: SessionDetail) -> str:
    contact = contact_of(sheet.session)
    reached = contact.get("phone") or contact.get("email")
    return (
        f"Pour entrer, appelez {sheet.provider.name} : {reached}." if reached else f"Demandez à {sheet.provider.name}."
    )


def contact_of(session: Session) -> dict[str, str]:
    """Contact given for the session by its file, else that of the provider."""
    given = session.contact if isinstance(session.contact, dict) else {}
    provider = session.provider
    return {
        "name": str(given.get("name") or provider.name),
        "phone": str(given.get("phone") or provider.phone),
        "email": str(given.get("email") or provider.email),
    }


def _about(sheet: SessionDetail) -> str:
    action, site = sheet.action, sheet.line.site
    parts = [
        f"{sheet.provider.name}, {site.town}" if site and site.town else sheet.provider.name,
        dates_of(sheet.session, is_rolling=sheet.line.is_rolling),
        f"{format_number(action.hours_centre)} h en centre" if action.hours_centre else "",
        f"{format_number(action.hours_company)} h en entreprise" if action.hours_company else "",
        "entrées toute l’année" if sheet.line.is_rolling else "dates fixes",
    ]
    return " · ".join(part for part in parts if part)


def dates_of(session: Session, *, is_rolling: bool = False) -> str:
    if session.starts_on and session.ends_on:
        return f"du {format_day(session.starts_on)} au {format_day(session.ends_on)}"
    if session.starts_on:
        return f"{'depuis' if is_rolling else 'à partir du'} {format_day(session.starts_on)}"
    return "dates à venir"


def _is_over(sheet: SessionDetail) -> bool:
    return SessionState(sheet.session.state) is SessionState.ENDED


def seats_of(now: PublicPlaces, waiting: int = 0, initials: tuple[str, ...] = (), *, taken: int | None = None) -> Seats:
    """Squares of the seats chart: purchased places, or open places when none is purchased. Lost places stay visible.

    ``waiting``: people met, who would each take a free place. ``taken``: for a session that is over, where nobody holds
    a place any more, the places on which somebody entered.
    """
    opened = now.opened or 0
    held = now.occupied if taken is None else taken
    free = max(0, opened - held)
    closed = max(0, now.counted - now.lost - max(opened, held))
    likely = min(waiting, free)
    return Seats(held=held, likely=likely, free=free - likely, closed=closed, lost=now.lost, initials=initials,
                 is_over=taken is not None)  # fmt: skip


def _seats_title(now: PublicPlaces) -> str:
    if now.counted:
        return pluralise(now.counted, "place achetée", "places achetées")
    return pluralise(now.opened, "place ouverte", "places ouvertes") if now.opened else "Places"


def _counts(sheet: SessionDetail) -> list[dict[str, str]]:
    """Figures next to the seats chart, each with its denominator."""
    now = sheet.line.places
    found = []
    if now.counted and not _is_over(sheet):
        found.append(
            {"label": _HELD, "value": f"{format_number(now.occupied)} / {format_number(now.counted)}",
             "note": "une place tenue : une personne y est admise"}
        )  # fmt: skip
    if now.lost:
        found.append({"label": "perdues", "value": format_number(now.lost), "note": "achetées, et que personne n’aura"})
    if now.minimum:
        missing = max(0, now.minimum - now.occupied)
        note = f"il en manque {format_number(missing)}" if missing else "atteint"
        if SessionState(sheet.session.state) not in _AWAITED:
            note = ""
        found.append({"label": "minimum pour ouvrir", "value": format_number(now.minimum), "note": note})
    if now.waiting:
        found.append({"label": "liste d’attente", "value": format_number(now.waiting), "note": "dit par l’organisme"})
    if now.hours_counted:
        found.append(
            {"label": "heures achetées", "value": f"{format_number(now.hours_counted)} h", "note": _hours(sheet)}
        )
    if not now.is_counted:
        found.append({"label": "source", "value": "fichier", "note": "dit par l’organisme ; aucune place achetée ici"})
    return found


def _hours(sheet: SessionDetail) -> str:
    if sheet.line.is_rolling:
        return "en entrées permanentes, les heures comptent ; les places sont celles d’un même moment"
    return ""


def _facts(sheet: SessionDetail) -> list[dict[str, str]]:
    session, action, access = sheet.session, sheet.action, sheet.access
    site = sheet.line.site
    licence = {True: "permis demandé", False: "permis non demandé"}.get(access.licence_required) if access else None  # type: ignore[call-overload]
    by = f"mot de l’organisme du {format_day(access.said_on)}" if access else ""
    way = access.way if access else action.transport
    found = [
        ("Lieu", ", ".join(part for part in (*(site.lines if site else ()), _town(sheet)) if part), ""),
        ("Comment venir", way, by),
        ("Permis", licence or "", by if licence else ""),
        ("Fauteuil", "accessible" if access and access.wheelchair else "", by),
        ("Rythme", action.pace, ""),
        ("Inscription", _enrolment(session), ""),
        ("Contact", " · ".join(value for value in contact_of(session).values() if value), ""),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in found if value]


def _town(sheet: SessionDetail) -> str:
    site = sheet.line.site
    return f"{site.postal_code} {site.town}".strip() if site else ""


def _enrolment(session: Session) -> str:
    if session.enrol_from and session.enrol_until:
        return f"du {format_day(session.enrol_from)} au {format_day(session.enrol_until)}"
    return f"jusqu’au {format_day(session.enrol_until)}" if session.enrol_until else ""


def _other_seats(actor: Actor, sheet: SessionDetail, on: date) -> list[tuple[AlternativeSession, Session]]:
    """Other sessions with room, when this one has none; a larger number, since people may have to be reseated."""
    if sheet.line.is_to_come(on) and sheet.line.places.left != 0:
        return []
    seats = alternative_sessions(actor=actor, session=sheet.session, on=on, limit=_SHARED_OUT)
    sessions = sessions_of_alternatives(actor=actor, alternatives=seats)
    return [(seat, sessions[seat.session_id]) for seat in seats if seat.session_id in sessions]


def seat_row(seat: AlternativeSession, session: Session) -> list[Any]:
    """An alternative session, as table cells."""
    starts = "toute l’année" if seat.is_rolling else format_day(seat.starts_on) if seat.starts_on else "date à venir"
    left = "non dites" if seat.left is None else pluralise(seat.left, "libre")
    return [
        {"text": session.training.title, "url": session_url(session.triplet), "note": session.provider.name},
        starts,
        session.site.town if session.site else "non dit",
        left,
        seat.reason,
    ]


def _follow(actor: Actor, session: Session) -> dict[str, str] | None:
    if actor.is_anonymous or not can_on_session(actor=actor, act="offer.follow_session", session=session):
        return None
    url = session_url(session.triplet, "follow")
    if is_following(actor=actor, session=session):
        return {"url": url, "act": "stop", "label": "Ne plus m’avertir"}
    return {"url": url, "act": "follow", "label": "M’avertir de ce qui lui arrive"}


def _trail(sheet: SessionDetail) -> list[dict[str, str]]:
    training = reverse("search:training", args=[sheet.training.number])
    return steps((("Formations", reverse("search:home")), (sheet.training.title, training), ("Session", "")))
