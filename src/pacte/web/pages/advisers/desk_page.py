"""« Qui attend un geste de moi ? »: dashboard of an adviser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse

from pacte.journeys.queries.adviser_desk import DeskColumn, RecentStep, desk_columns, recent_steps
from pacte.journeys.queries.adviser_seats import FreeSeat, free_seats
from pacte.journeys.queries.desk_rows import waiting_journeys
from pacte.journeys.queries.due_contacts import due_contacts
from pacte.journeys.queries.due_releases import due_releases
from pacte.journeys.queries.learner_requests import open_learner_requests
from pacte.journeys.queries.unread_notebooks import unread_notebooks
from pacte.journeys.records import STEP_LABELS, StepKind
from pacte.journeys.records.adviser_desk import SILENT_CHOICES, WaitStatus
from pacte.journeys.rules.desk import ENTRY_SOON, is_entry_soon
from pacte.kernel.clock import PARIS
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise
from pacte.web.dated_plan import as_of_control
from pacte.web.notebook_links import unread_notebooks_text
from pacte.web.pages.advisers.adviser_pages import WAIT_URL_WORDS, ScopePage
from pacte.web.pages.advisers.desk_cards import DeskCard, desk_card, request_desk_card
from pacte.web.pages.advisers.due_contact_cards import due_contact_card
from pacte.web.pages.advisers.due_release_cards import due_release_card
from pacte.web.pages.advisers.place_request_cards import place_request_cards

_LISTS = {
    WaitStatus.TO_DO: ("Ce qui m’attend", "Rien n’attend de vous aujourd’hui."),
    WaitStatus.AWAITED: ("En attente", "Personne ne doit de réponse à vos personnes."),
    WaitStatus.SILENT: ("Sans nouvelles", "Personne n’est silencieux au-delà du délai."),
}


@ScopePage.view(template_name="advisers/desk.html", nav="desk")
def desk(page: ScopePage) -> dict[str, Any]:
    by_wait = waiting_journeys(actor=page.actor, scope=page.scope, on=page.on, silent_days=page.silent_days)
    columns = desk_columns(page.scope, by_wait)
    since = datetime.combine(page.on - timedelta(days=1), time(), tzinfo=PARIS)
    steps_by_kind = recent_steps(actor=page.actor, scope=page.scope, since=since, on=page.on)
    requests = [request_desk_card(each, page.on) for each in open_learner_requests(actor=page.actor, scope=page.scope)]
    requests += place_request_cards(page.actor, page.on)
    contacts = due_contacts(actor=page.actor, scope=page.scope, on=page.on)
    releases = due_releases(actor=page.actor, scope=page.scope, on=page.on)
    cards = [
        *requests,
        *(due_release_card(key, name) for key, name in releases),
        *(due_contact_card(each, page.on) for each in contacts),
    ]
    soon = sum(is_entry_soon(row, page.on) for row in by_wait[WaitStatus.AWAITED])
    followed = (columns[WaitStatus.SILENT], columns[WaitStatus.AWAITED])
    return {
        "title": "Qui attend un geste de moi ?",
        "answer": desk_sentence(columns, len(requests), sum(each.people for each in contacts), len(releases)),
        "as_of": as_of_control(page.on, reverse("desks:home")),
        "tabs": page.tabs(),
        "waiting": _list(page, columns[WaitStatus.TO_DO], "un geste de vous débloque la suite", cards),
        "followed": [
            _list(page, each, note)
            for each, note in zip(followed, (_silence_note(page), _awaited_note(soon)), strict=True)
        ],
        "unread_notebooks": unread_notebooks_text(unread_notebooks(actor=page.actor)),
        "ending_url": page.url("advisers:ending") + page.query(),
        "postpone_url": page.url("advisers:postpone") + page.query(),
        "followed_count": format_number(sum(each.count for each in followed)),
        "delays": [
            {
                "label": f"{days} jours",
                "url": page.request.path + page.query(silence=days),
                "is_current": days == page.silent_days,
            }
            for days in SILENT_CHOICES
        ],
        "changes": [_recent_steps_group(kind, steps) for kind, steps in steps_by_kind.items()],
        "seats": [_free_seat_card(each) for each in free_seats(actor=page.actor, by_wait=by_wait, on=page.on)],
    }


def desk_sentence(
    columns: Mapping[WaitStatus, DeskColumn], request_count: int = 0, contact_count: int = 0, release_count: int = 0
) -> str:
    """« 7 personnes aujourd’hui. 2 demandes attendent votre réponse. 4 n’ont plus donné de nouvelles. »"""
    due, silent = columns[WaitStatus.TO_DO].count, columns[WaitStatus.SILENT].count
    sentences = [f"{pluralise(due, 'personne')} aujourd’hui." if due else "Personne n’attend de vous aujourd’hui."]
    if request_count:
        sentences.append(f"{pluralise(request_count, 'demande attend', 'demandes attendent')} votre réponse.")
    if contact_count:
        people = pluralise(contact_count, "personne est", "personnes sont")
        sentences.append(f"{people} à joindre pour vos campagnes.")
    if release_count:
        sentences.append(f"{pluralise(release_count, 'sortie est', 'sorties sont')} à noter.")
    if silent:
        sentences.append(
            "Une n’a plus donné de nouvelles."
            if silent == 1
            else f"{format_number(silent)} n’ont plus donné de nouvelles."
        )
    return apply_french_spacing(" ".join(sentences))


def _silence_note(page: ScopePage) -> str:
    return f"plus de {page.silent_days} jours sans signe, du plus ancien contact"


def _awaited_note(soon: int) -> str:
    """``soon``: how many of them enter a training before long."""
    entering = f" ; {pluralise(soon, 'entre', 'entrent')} en formation sous {ENTRY_SOON.days} jours" if soon else ""
    return f"un autre doit répondre ; à qui et depuis quand{entering}"


def _list(page: ScopePage, each: DeskColumn, note: str, request_rows: Sequence[DeskCard] = ()) -> dict[str, Any]:
    """``request_rows``: requests that people sent from their link, releases and contacts to note, shown first."""
    title, empty = _LISTS[each.wait]
    hidden = each.count - len(each.lines)
    return {
        "key": WAIT_URL_WORDS[each.wait],
        "fold": f"{WAIT_URL_WORDS[each.wait]}-suite",
        "title": title,
        "note": note,
        "count": format_number(each.count + len(request_rows)),
        "empty": empty,
        "lines": [*request_rows, *(desk_card(desk_item, page.on, page.silent_days) for desk_item in each.lines)],
        "more": f"Voir les {format_number(hidden)} autres" if hidden > 1 else "Voir l’autre" if hidden else "",
        "more_url": page.url("advisers:people") + page.query(attente=WAIT_URL_WORDS[each.wait]),
        "is_silent": each.wait is WaitStatus.SILENT,
    }


def _recent_steps_group(kind: StepKind, steps: Sequence[RecentStep]) -> dict[str, Any]:
    shown = [{"name": step.name, "url": reverse("advisers:person", args=[step.learner_key])} for step in steps[:4]]
    return {
        "label": f"{format_number(len(steps))} · {STEP_LABELS[kind]}",
        "people": shown,
        "others": pluralise(len(steps) - 4, "autre") if len(steps) > 4 else "",
    }


def _free_seat_card(each: FreeSeat) -> dict[str, Any]:
    session, places, left = each.session, each.places, each.places.left or 0
    triplet = session.triplet
    starts = format_day(session.starts_on) if session.starts_on else ""
    return {
        "title": session.training.title,
        "url": reverse("sessions:session", args=[triplet.training, triplet.training_action, triplet.session]),
        "town": session.site.town if session.site else "",
        "starts": "toute l’année" if session.training_action.entry_mode else starts,
        "free": f"{format_number(left)} libre{'s' if left > 1 else ''} / {format_number(places.opened or 0)}",
        # One square a place, at most twenty.
        "squares": (["held"] * places.occupied + ["free"] * left)[-20:],
        "people": [
            {
                "name": _short_name(one.name),
                "full": one.name,
                "why": " ; ".join(reason.sentence for reason in one.advice.reasons),
                "url": reverse(
                    "advisers:propose",
                    args=[one.journey_key, triplet.training, triplet.training_action, triplet.session],
                ),
            }
            for one in each.people[:3]
        ],
        "others": pluralise(len(each.people) - 3, "autre") if len(each.people) > 3 else "",
    }


def _short_name(name: str) -> str:
    """« Inès B. »: first name and initial of the last name."""
    first, _, last = name.rpartition(" ")
    return f"{first} {last[:1]}." if first else name
