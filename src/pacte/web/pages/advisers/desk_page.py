"""« Qui attend un geste de moi ? »: dashboard of an adviser."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.journeys.queries.adviser_desk import DeskColumn, RecentStep, desk_columns, recent_steps, waiting_journeys
from pacte.journeys.queries.adviser_seats import FreeSeat, free_seats
from pacte.journeys.queries.learner_requests import open_learner_requests
from pacte.journeys.records import STEP_LABELS, StepKind
from pacte.journeys.records.adviser_desk import SILENT_CHOICES, WaitStatus
from pacte.kernel.clock import PARIS, today
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise
from pacte.web.pages.advisers.desk_cards import DeskCard, desk_card, request_desk_card
from pacte.web.pages.advisers.page_context import DESK_NAV, AdviserContext, adviser_context, scope_tabs
from pacte.web.pages.advisers.wait_labels import WAIT_URL_WORDS
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_COLUMNS = {
    WaitStatus.TO_DO: (
        "À faire aujourd’hui",
        "un geste de vous débloque la suite",
        "Rien n’attend de vous aujourd’hui.",
    ),
    WaitStatus.AWAITED: (
        "En attente",
        "un autre doit répondre ; à qui et depuis quand",
        "Personne ne doit de réponse à vos personnes.",
    ),
    WaitStatus.SILENT: ("Sans nouvelles", "", "Toutes ont donné signe de vie."),
}
FREE_SEAT_COLUMNS = (
    {"label": "Session"}, {"label": "Début"}, {"label": "Places"}, {"label": "Proposer à"},
)  # fmt: skip


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    context = adviser_context(request)
    by_wait = waiting_journeys(actor=context.actor, scope=context.scope, on=context.on, silent_days=context.silent_days)
    columns = desk_columns(context.scope, by_wait)
    since = datetime.combine(today() - timedelta(days=1), time(), tzinfo=PARIS)
    steps_by_kind = recent_steps(actor=context.actor, scope=context.scope, since=since, on=context.on)
    seats = free_seats(actor=context.actor, by_wait=by_wait, on=context.on)
    request_rows = [
        request_desk_card(each, context.on) for each in open_learner_requests(actor=context.actor, scope=context.scope)
    ]
    values = {
        "nav": DESK_NAV,
        "title": "Qui attend un geste de moi ?",
        "answer": desk_sentence(columns, len(request_rows)),
        "tabs": scope_tabs(context, "advising:desk"),
        "columns": [
            _column(context, each, request_rows if each.wait is WaitStatus.TO_DO else []) for each in columns.values()
        ],
        "delays": _delays(context),
        "changes": [_recent_steps_group(kind, steps) for kind, steps in steps_by_kind.items()],
        "seats": [_free_seat_card(each) for each in seats],
        "on": context.on,
    }
    return render(request, "advising/desk.html", values)


def desk_sentence(columns: Mapping[WaitStatus, DeskColumn], request_count: int = 0) -> str:
    """« 7 personnes aujourd’hui. 2 demandes attendent votre réponse. 4 n’ont plus donné de nouvelles. »"""
    due, silent = columns[WaitStatus.TO_DO].count, columns[WaitStatus.SILENT].count
    sentences = [f"{pluralise(due, 'personne')} aujourd’hui." if due else "Personne n’attend de vous aujourd’hui."]
    if request_count:
        sentences.append(f"{pluralise(request_count, 'demande attend', 'demandes attendent')} votre réponse.")
    if silent:
        sentences.append(
            "Une n’a plus donné de nouvelles."
            if silent == 1
            else f"{format_number(silent)} n’ont plus donné de nouvelles."
        )
    return apply_french_spacing(" ".join(sentences))


def _column(context: AdviserContext, each: DeskColumn, request_rows: Sequence[DeskCard]) -> dict[str, Any]:
    """``request_rows``: requests that people sent from their link, shown first."""
    title, note, empty = _COLUMNS[each.wait]
    if each.wait is WaitStatus.SILENT:
        note = f"plus de {context.silent_days} jours sans signe, du plus ancien contact"
    hidden = each.count - len(each.lines)
    return {
        "key": WAIT_URL_WORDS[each.wait],
        "fold": f"{WAIT_URL_WORDS[each.wait]}-suite",
        "title": title,
        "note": note,
        "count": format_number(each.count + len(request_rows)),
        "empty": empty,
        "lines": [*request_rows] + [desk_card(desk_item, context.on, context.silent_days) for desk_item in each.lines],
        "more": f"Voir les {format_number(hidden)} autres" if hidden > 1 else "Voir l’autre" if hidden else "",
        "more_url": reverse("advising:people") + context.query(attente=WAIT_URL_WORDS[each.wait]),
        "is_silent": each.wait is WaitStatus.SILENT,
    }


def _delays(context: AdviserContext) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{days} jours",
            "url": reverse("advising:desk") + context.query(silence=days),
            "is_current": days == context.silent_days,
        }
        for days in SILENT_CHOICES
    ]


def _recent_steps_group(kind: StepKind, steps: Sequence[RecentStep]) -> dict[str, Any]:
    shown = [{"name": step.name, "url": reverse("advising:person", args=[step.learner_key])} for step in steps[:4]]
    return {
        "label": f"{format_number(len(steps))} · {STEP_LABELS[kind]}",
        "people": shown,
        "others": pluralise(len(steps) - 4, "autre") if len(steps) > 4 else "",
    }


def _free_seat_card(each: FreeSeat) -> dict[str, Any]:
    session, places = each.session, each.places
    triplet = session.triplet
    starts = format_day(session.starts_on) if session.starts_on else ""
    return {
        "title": session.training.title,
        "url": reverse("supply:session", args=[triplet.training, triplet.training_action, triplet.session]),
        "town": session.site.town if session.site else "",
        "starts": "toute l’année" if session.training_action.entry_mode else starts,
        "free": f"{format_number(places.left or 0)} libre{'s' if (places.left or 0) > 1 else ''} / "
        f"{format_number(places.opened or 0)}",
        "squares": _squares(places.occupied, places.left or 0),
        "people": [
            {
                "name": _short_name(one.name),
                "full": one.name,
                "why": " ; ".join(reason.sentence for reason in one.advice.reasons),
                "url": reverse(
                    "advising:propose",
                    args=[one.journey_key, triplet.training, triplet.training_action, triplet.session],
                ),
            }
            for one in each.people[:3]
        ],
        "others": pluralise(len(each.people) - 3, "autre") if len(each.people) > 3 else "",
    }


def _squares(held_count: int, free_count: int) -> Iterable[str]:
    """One square a place, at most twenty."""
    return (["held"] * held_count + ["free"] * free_count)[-20:]


def _short_name(name: str) -> str:
    """« Inès B. »: first name and initial of the last name."""
    first, _, last = name.rpartition(" ")
    return f"{first} {last[:1]}." if first else name
