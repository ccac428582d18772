"""How pages show a session and its people: its URL, its dates, links to the pages of its people, their last step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from pacte.journeys.queries.session_people import SessionPerson, can_train
from pacte.journeys.records import STATE_LABELS, STEP_LABELS
from pacte.journeys.rules.billable_hours import hours_words
from pacte.journeys.rules.step_details import step_detail_text
from pacte.kernel.french import format_day
from pacte.kernel.money import format_euros
from pacte.offer.permissions import may_anywhere
from pacte.offer.queries import can_on_session
from pacte.offer.records import PRICE_UNIT_LABELS, PriceUnit
from pacte.web.tables import Cell, cell

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.queries import EnteredModule
    from pacte.offer.records import Triplet


def start_text(starts_on: date | None, *, is_rolling: bool = False) -> str:
    """The first day of a session, in words."""
    if is_rolling:
        return "toute l’année"
    return format_day(starts_on) if starts_on else "date à venir"


def session_url(triplet: Triplet, page: str = "sessions:session", *more: object) -> str:
    """URL of a page about one session, with ``more`` parts after its numbers; empty when these do not fit in a URL."""
    try:
        return reverse(page, args=[triplet.training, triplet.training_action, triplet.session, *more])
    except NoReverseMatch:
        return ""


def sessions_breadcrumb(actor: Actor) -> list[tuple[str, str]]:
    """The dashboard of sessions, above a page; empty for readers of that page who have no dashboard."""
    return [("Sessions", reverse("sessions:home"))] if may_anywhere(actor, "offer.read_requests") else []


def session_dates_text(session: Session, *, is_rolling: bool = False) -> str:
    if session.starts_on and session.ends_on:
        return f"du {format_day(session.starts_on)} au {format_day(session.ends_on)}"
    if session.starts_on:
        return f"{'depuis' if is_rolling else 'à partir du'} {format_day(session.starts_on)}"
    return "dates à venir"


def module_text(module: EnteredModule | None) -> str:
    """« module « Souder à plat », 140 h »; empty for a session of the whole training."""
    return str(module) if module else ""


def session_people_links(actor: Actor, session: Session) -> list[dict[str, str]]:
    """Pages of the people and of the hours of the session that the actor may open."""
    pages = []
    if can_train(actor=actor, session=session):
        pages += [("Candidats et stagiaires", "people"), ("Présences", "presences")]
    if can_on_session(actor=actor, act="offer.read_orders", session=session):
        pages.append(("Heures et montants dus", "hours"))
    return [{"label": label, "url": session_url(session.triplet, f"attendance:{page}")} for label, page in pages]


def last_step_cell(person: SessionPerson, *, is_named: bool = True) -> Cell:
    """The last step and its day. Its detail is left out for readers without names."""
    step = person.last_step
    if step is None:
        return cell(STATE_LABELS[person.state], note=format_day(person.state_on))
    detail_text, when = step_detail_text(step) if is_named else "", format_day(step.happened_on)
    return cell(STEP_LABELS[step.kind], note=", ".join(part for part in (detail_text, when) if part))


def minutes_cell(minutes: int | None) -> Cell:
    """Hours in words, copied as a decimal number. Empty when unknown."""
    return "" if minutes is None else cell(hours_words(minutes), value=f"{minutes / 60:.2f}")


def unit_price_text(unit: PriceUnit, cents: int) -> str:
    """« 8,50 € l’heure-stagiaire », or « forfait »."""
    label = PRICE_UNIT_LABELS[unit]
    return label if unit is PriceUnit.FLAT else f"{format_euros(cents)} l’{label}"
