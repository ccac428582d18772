"""Text of a card of the dashboard: what happened, since when, and the action to take. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from pacte.journeys.queries.learner_requests import LearnerRequestSummary
from pacte.journeys.records import REQUEST_LABELS, JourneyState
from pacte.journeys.records.adviser_desk import DeskItem, WaitStatus
from pacte.journeys.rules.desk import is_entry_late
from pacte.kernel.clock import PARIS
from pacte.kernel.french import format_day

S = JourneyState


@dataclass(frozen=True, slots=True)
class DeskCard:
    """``when`` is aligned right with its ``tone``: bad, watch or empty. ``url`` is the target of ``verb``."""

    title: str
    url_of_title: str
    note: str
    when: str
    tone: str
    verb: str
    url: str


# Days after which the answer to a person's request is late: the law allows a month (GDPR, art. 12-3), we allow a week.
_ANSWER_DEADLINE_DAYS = 7


def request_desk_card(each: LearnerRequestSummary, on: date) -> DeskCard:
    """A request sent from a personal link must be answered, like any obligation."""
    waited = (on - each.made_at.astimezone(PARIS).date()).days
    return DeskCard(
        title=each.name or "Nom effacé",
        url_of_title=reverse("advising:person", args=[each.learner_key]),
        note=f"Demande par son lien : {REQUEST_LABELS[each.kind].lower()}",
        when=_days_text(waited) if waited else "aujourd’hui",
        tone="bad" if waited > _ANSWER_DEADLINE_DAYS else "",
        verb="Répondre",
        url=reverse("meetings:request", args=[each.identifier]),
    )


def desk_card(each: DeskItem, on: date, silent_days: int) -> DeskCard:
    when, tone = _when(each, on, silent_days)
    verb, page = _next_action(each, on)
    return DeskCard(
        title=each.name or "Nom effacé",
        url_of_title=reverse("advising:person", args=[each.learner_key]),
        note=_item_note(each, on) + (f" · {each.adviser}" if each.adviser else ""),
        when=when,
        tone=tone,
        verb=verb,
        url=reverse(f"advising:{page}", args=[each.learner_key if page == "person" else each.journey_key]),
    )


def _item_note(each: DeskItem, on: date) -> str:
    row, there = each.row, f"{each.title}, {each.town}" if each.town else each.title
    text = {
        S.OPEN: f"Projet dit le {format_day(row.state_on)}, rien de proposé",
        S.PROPOSED: f"Proposé : {there}",
        S.INVITED: f"N’a pas encore choisi de créneau : {there}",
        S.SLOT_CHOSEN: f"A choisi un créneau : {there}",
        S.MISSED: f"Absence à l’information collective : {there}",
        S.INFORMED: f"Décision de {each.provider} : {each.title}",
        S.TESTED: f"Résultat du test, {each.provider} : {each.title}",
        S.WAITING: f"En liste d’attente : {there}",
        S.NOT_KEPT: f"Non retenue : {there} ; une suite est due",
        S.DECLINED: f"A renoncé : {there}",
        S.TO_RESEAT: f"Session annulée : {there}",
        S.INTERRUPTED: f"Formation interrompue : {there}",
        S.ENDED: f"Formation finie : {there} ; une suite est due",
    }.get(row.state, there)
    if row.state is S.ADMITTED:
        return _admitted_text(each, there, on)
    return text


def _admitted_text(each: DeskItem, there: str, on: date) -> str:
    starts = each.row.starts_on
    if is_entry_late(each.row, on):
        since = f" depuis le {format_day(starts)}" if starts and not each.row.is_rolling else ""
        return f"Entrée attendue{since}, rien de dit : {there}"
    return f"Entre le {format_day(starts)} : {there}" if starts and starts > on else f"Admise : {there}"


def _when(each: DeskItem, on: date, silent_days: int) -> tuple[str, str]:
    row = each.row
    if each.wait is WaitStatus.SILENT:
        days = (on - row.seen_on).days
        return _days_text(days), "bad" if days > 4 * silent_days else "watch" if days > 2 * silent_days else ""
    if each.wait is WaitStatus.TO_DO:
        if row.state is S.TO_RESEAT and row.due_on is None:
            return "une place est due", "bad"
        if row.due_on is not None:
            return _due_text(row.due_on, on)
    days = (on - row.state_on).days
    return (f"depuis {days} j" if days > 0 else "aujourd’hui"), "watch" if days > 21 else ""


def _due_text(due_on: date, on: date) -> tuple[str, str]:
    left = (due_on - on).days
    if left < 0:
        return f"en retard de {-left} j", "bad"
    return ("aujourd’hui", "bad") if left == 0 else (f"reste {left} j", "watch" if left <= 2 else "")


def _days_text(count: int) -> str:
    return f"{count} jour{'s' if count > 1 else ''}"


def _next_action(each: DeskItem, on: date) -> tuple[str, str]:
    """(verb, page): the action that unblocks the journey, in as few clicks as possible."""
    state = each.row.state
    if state is S.TO_RESEAT:
        return "Proposer une place", "reseat"
    if each.wait is WaitStatus.SILENT:
        if state is S.ADMITTED:
            return "Demander à l’organisme", "notebook"
        return ("Prendre un rendez-vous", "contact") if state is S.OPEN else ("L’appeler", "contact")
    return {
        S.OPEN: ("Proposer une formation", "orient"),
        S.NOT_KEPT: ("Proposer une suite", "orient"),
        S.DECLINED: ("Proposer autre chose", "orient"),
        S.MISSED: ("L’appeler", "contact"),
        S.PROPOSED: ("Noter sa réponse", "step"),
        S.INVITED: ("Relancer", "contact"),
        S.INFORMED: ("Demander la décision", "notebook"),
        S.TESTED: ("Demander le résultat", "notebook"),
        S.WAITING: ("Proposer une autre place", "orient"),
        S.INTERRUPTED: ("Préparer la reprise", "contact"),
        S.ENDED: ("Proposer une suite", "next"),
        S.CLOSED: ("Proposer une suite", "next"),
    }.get(state, ("Voir le parcours", "person"))
