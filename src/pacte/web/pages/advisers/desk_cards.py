"""A line of the desk of an adviser: who, since when, and the one verb that unblocks the journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from pacte.journeys.queries.learner_requests import LearnerRequestSummary
from pacte.journeys.records import REQUEST_LABELS, JourneyState
from pacte.journeys.records.adviser_desk import DeskItem, DeskRow, WaitStatus
from pacte.journeys.rules.consequences import Consequence
from pacte.journeys.rules.desk import MOST_ABSENCES, is_call_later, is_entry_late
from pacte.kernel.clock import paris_date
from pacte.kernel.french import format_day, pluralise

# Days after which the answer to a person's request is late: the law allows a month (GDPR, art. 12-3), we allow a week.
_ANSWER_DEADLINE_DAYS = 7


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


def request_desk_card(each: LearnerRequestSummary, on: date) -> DeskCard:
    """A request sent from a personal link must be answered, like any obligation."""
    waited = (on - paris_date(each.made_at)).days
    return DeskCard(
        title=each.name or "Nom effacé",
        url_of_title=reverse("advisers:person", args=[each.learner_key]),
        note=f"Demande par son lien : {REQUEST_LABELS[each.kind].lower()}",
        when=_days_text(waited) if waited else "aujourd’hui",
        tone="bad" if waited > _ANSWER_DEADLINE_DAYS else "",
        verb="Répondre",
        url=reverse("meetings:request", args=[each.identifier]),
    )


def desk_card(each: DeskItem, on: date, silent_days: int) -> DeskCard:
    when, tone = _when(each, on, silent_days)
    verb, url = _next_action(each, on)
    return DeskCard(
        title=each.name or "Nom effacé",
        url_of_title=reverse("advisers:person", args=[each.learner_key]),
        note=_item_note(each, on) + (f" · {each.adviser}" if each.adviser else ""),
        when=when,
        tone=tone,
        verb=verb,
        url=url,
    )


def _item_note(each: DeskItem, on: date) -> str:
    row, there = each.row, f"{each.title}, {each.town}" if each.town else each.title
    if row.postponed_until is not None and row.postponed_until > on:
        return f"Reportée au {format_day(row.postponed_until)} : {there or 'projet à préciser'}"
    if row.is_to_send:
        return f"Invitation écrite, pas encore partie : {there or 'un rendez-vous avec vous'}"
    if row.due_what == Consequence.CALL_BACK and row.due_on is not None:
        return f"Réfléchit, à rappeler le {format_day(row.due_on)} : {there}"
    if row.due_what == Consequence.INVITATION_DUE:
        return f"Est d’accord, à inviter : {there}"
    if row.due_what == Consequence.REFERENT_CONTACT:
        return f"Vient d’entrer, un premier contact est dû : {there}"
    if row.due_what == Consequence.RETURN_TO_PREPARE:
        return f"En emploi ou en mission, retour à préparer : {there}"
    if row.state is JourneyState.IN_TRAINING:
        return _training_text(row, there)
    if row.state is JourneyState.ADMITTED:
        return _admitted_text(each, there, on)
    return {
        JourneyState.OPEN: f"Projet dit le {format_day(row.state_on)}, rien de proposé",
        JourneyState.PROPOSED: f"Proposé : {there}",
        JourneyState.INVITED: f"N’a pas encore choisi de créneau : {there}",
        JourneyState.SLOT_CHOSEN: f"A choisi un créneau : {there}",
        JourneyState.MISSED: f"Absence à l’information collective : {there}",
        JourneyState.INFORMED: f"Décision de {each.provider} : {each.title}",
        JourneyState.TESTED: f"Résultat du test, {each.provider} : {each.title}",
        JourneyState.WAITING: f"En liste d’attente : {there}",
        JourneyState.RESERVED: f"Place tenue{_until(row)}, décision de {each.provider} : {each.title}",
        JourneyState.NOT_KEPT: f"Non retenue : {there} ; une suite est due",
        JourneyState.DECLINED: f"A renoncé : {there}",
        JourneyState.TO_RESEAT: f"Session annulée : {there}",
        JourneyState.INTERRUPTED: f"Formation interrompue : {there}",
        JourneyState.ENDED: f"Formation finie : {there} ; une suite est due",
    }.get(row.state, there)


def _training_text(row: DeskRow, there: str) -> str:
    if row.absences >= MOST_ABSENCES and row.absent_on:
        last = f", la dernière le {format_day(row.absent_on)}"
        return f"{pluralise(row.absences, 'demi-journée')} d’absence sans excuse{last} : {there}"
    return f"Finit le {format_day(row.ends_on)}, aucune place tenue après : {there}" if row.ends_on else there


def _until(row: DeskRow) -> str:
    return f" jusqu’au {format_day(row.seat_until)}" if row.seat_until else ""


def _admitted_text(each: DeskItem, there: str, on: date) -> str:
    starts = each.row.starts_on
    if is_entry_late(each.row, on):
        since = f" depuis le {format_day(starts)}" if starts and not each.row.is_rolling else ""
        return f"Entrée attendue{since}, rien de dit : {there}"
    return f"Entre le {format_day(starts)} : {there}" if starts and starts > on else f"Admise : {there}"


def _when(each: DeskItem, on: date, silent_days: int) -> tuple[str, str]:
    row = each.row
    if row.postponed_until is not None and row.postponed_until > on:
        return format_day(row.postponed_until), ""
    if is_call_later(row, on) and row.due_on:
        return format_day(row.due_on), ""
    if row.state is JourneyState.IN_TRAINING and row.due_on is None:
        return _training_when(row, on)
    if each.wait is WaitStatus.SILENT:
        days = (on - row.seen_on).days
        return _days_text(days), "bad" if days > 4 * silent_days else "watch" if days > 2 * silent_days else ""
    if each.wait is WaitStatus.TO_DO:
        if row.state is JourneyState.TO_RESEAT and row.due_on is None:
            return "une place est due", "bad"
        if row.due_on is not None:
            return _due_text(row.due_on, on)
    days = (on - row.state_on).days
    return (f"depuis {days} j" if days > 0 else "aujourd’hui"), "watch" if days > 21 else ""


def _training_when(row: DeskRow, on: date) -> tuple[str, str]:
    if row.absences >= MOST_ABSENCES and row.absent_on:
        return f"il y a {(on - row.absent_on).days} j", "bad"
    left = (row.ends_on - on).days if row.ends_on else 0
    return (f"finit dans {left} j" if left else "finit aujourd’hui"), "watch" if left <= 14 else ""


def _due_text(due_on: date, on: date) -> tuple[str, str]:
    left = (due_on - on).days
    if left < 0:
        return f"en retard de {-left} j", "bad"
    return ("aujourd’hui", "bad") if left == 0 else (f"reste {left} j", "watch" if left <= 2 else "")


def _days_text(count: int) -> str:
    return f"{count} jour{'s' if count > 1 else ''}"


def _next_action(each: DeskItem, on: date) -> tuple[str, str]:
    """(verb, URL): the action that unblocks the journey, in as few clicks as possible."""
    row, state = each.row, each.row.state
    if row.is_to_send:
        return "Envoyer", reverse("meetings:sent")
    if row.due_what == Consequence.INVITATION_DUE:
        return "Inviter", reverse("meetings:invite") + "?" + urlencode({"qui": each.journey_key})
    if row.due_what == Consequence.CALL_BACK:
        return "Rappeler", reverse("advisers:answer", args=[each.journey_key])
    if state is JourneyState.IN_TRAINING and row.due_on is None:
        if row.absences >= MOST_ABSENCES:
            return "L’appeler", reverse("advisers:contact", args=[each.journey_key])
        return "Préparer la suite", reverse("advisers:next", args=[each.journey_key])
    verb, page = _verb_of_state(each)
    return verb, reverse(f"advisers:{page}", args=[each.learner_key if page == "person" else each.journey_key])


def _verb_of_state(each: DeskItem) -> tuple[str, str]:
    state = each.row.state
    if state is JourneyState.TO_RESEAT:
        return "Proposer une place", "reseat"
    if each.wait is WaitStatus.SILENT:
        if state is JourneyState.ADMITTED:
            return "Demander à l’organisme", "notebook"
        return ("Prendre un rendez-vous", "contact") if state is JourneyState.OPEN else ("L’appeler", "contact")
    return {
        JourneyState.OPEN: ("Proposer une formation", "orient"),
        JourneyState.NOT_KEPT: ("Proposer une suite", "orient"),
        JourneyState.DECLINED: ("Proposer autre chose", "orient"),
        JourneyState.MISSED: ("L’appeler", "answer"),
        JourneyState.PROPOSED: ("Noter sa réponse", "answer"),
        JourneyState.INVITED: ("Relancer", "contact"),
        JourneyState.INFORMED: ("Demander la décision", "notebook"),
        JourneyState.TESTED: ("Demander le résultat", "notebook"),
        JourneyState.WAITING: ("Proposer une autre place", "orient"),
        JourneyState.RESERVED: ("Demander la décision", "notebook"),
        JourneyState.INTERRUPTED: ("Préparer la reprise", "contact"),
        JourneyState.ENDED: ("Proposer une suite", "next"),
        JourneyState.CLOSED: ("Proposer une suite", "next"),
    }.get(state, ("Voir le parcours", "person"))
