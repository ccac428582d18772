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
from pacte.web.pages.advising.desk_words import Line, line_of, request_line
from pacte.web.pages.advising.frame import DESK, Look, look_of, tabs
from pacte.web.pages.advising.wait_words import WAIT_WORDS
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_COLUMNS = {
    WaitStatus.TO_DO: ("À faire aujourd’hui", "un geste de vous débloque la suite", "Rien n’attend de vous aujourd’hui."),
    WaitStatus.AWAITED: (
        "En attente", "un autre doit répondre ; à qui et depuis quand", "Personne ne doit de réponse à vos personnes."
    ),
    WaitStatus.SILENT: ("Sans nouvelles", "", "Toutes ont donné signe de vie."),
}  # fmt: skip
SEAT_COLUMNS = (
    {"label": "Session"}, {"label": "Début"}, {"label": "Places"}, {"label": "Proposer à"},
)  # fmt: skip


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    look = look_of(request)
    by_wait = waiting_journeys(actor=look.actor, scope=look.scope, on=look.on, silent_days=look.silent_days)
    found = desk_columns(look.scope, by_wait)
    since = datetime.combine(today() - timedelta(days=1), time(), tzinfo=PARIS)
    moved = recent_steps(actor=look.actor, scope=look.scope, since=since, on=look.on)
    seats = free_seats(actor=look.actor, by_wait=by_wait, on=look.on)
    asked = [request_line(each, look.on) for each in open_learner_requests(actor=look.actor, scope=look.scope)]
    values = {
        "nav": DESK,
        "title": "Qui attend un geste de moi ?",
        "answer": sentence(found, len(asked)),
        "tabs": tabs(look, "advising:desk"),
        "columns": [_column(look, each, asked if each.wait is WaitStatus.TO_DO else []) for each in found.values()],
        "delays": _delays(look),
        "changes": [_change(kind, steps) for kind, steps in moved.items()],
        "seats": [_seat(each) for each in seats],
        "on": look.on,
    }
    return render(request, "advising/desk.html", values)


def sentence(found: Mapping[WaitStatus, DeskColumn], asked: int = 0) -> str:
    """« 7 personnes aujourd’hui. 2 demandes attendent votre réponse. 4 n’ont plus donné de nouvelles. »"""
    due, silent = found[WaitStatus.TO_DO].count, found[WaitStatus.SILENT].count
    said = [f"{pluralise(due, 'personne')} aujourd’hui." if due else "Personne n’attend de vous aujourd’hui."]
    if asked:
        said.append(f"{pluralise(asked, 'demande attend', 'demandes attendent')} votre réponse.")
    if silent:
        said.append(
            "Une n’a plus donné de nouvelles."
            if silent == 1
            else f"{format_number(silent)} n’ont plus donné de nouvelles."
        )
    return apply_french_spacing(" ".join(said))


def _column(look: Look, each: DeskColumn, asked: Sequence[Line]) -> dict[str, Any]:
    """``request_rows``: requests that people sent from their link, shown first."""
    title, note, empty = _COLUMNS[each.wait]
    if each.wait is WaitStatus.SILENT:
        note = f"plus de {look.silent_days} jours sans signe, du plus ancien contact"
    hidden = each.count - len(each.lines)
    return {
        "key": WAIT_WORDS[each.wait],
        "fold": f"{WAIT_WORDS[each.wait]}-suite",
        "title": title,
        "note": note,
        "count": format_number(each.count + len(asked)),
        "empty": empty,
        "lines": [*asked] + [line_of(line, look.on, look.silent_days) for line in each.lines],
        "more": f"Voir les {format_number(hidden)} autres" if hidden > 1 else "Voir l’autre" if hidden else "",
        "more_url": reverse("advising:people") + look.query(attente=WAIT_WORDS[each.wait]),
        "is_silent": each.wait is WaitStatus.SILENT,
    }


def _delays(look: Look) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{days} jours",
            "url": reverse("advising:desk") + look.query(silence=days),
            "is_current": days == look.silent_days,
        }
        for days in SILENT_CHOICES
    ]


def _change(kind: StepKind, steps: Sequence[RecentStep]) -> dict[str, Any]:
    shown = [{"name": step.name, "url": reverse("advising:person", args=[step.learner_key])} for step in steps[:4]]
    return {
        "label": f"{format_number(len(steps))} · {STEP_LABELS[kind]}",
        "people": shown,
        "others": pluralise(len(steps) - 4, "autre") if len(steps) > 4 else "",
    }


def _seat(each: FreeSeat) -> dict[str, Any]:
    session, now = each.session, each.places
    triplet = session.triplet
    starts = format_day(session.starts_on) if session.starts_on else ""
    return {
        "title": session.training.title,
        "url": reverse("supply:session", args=[triplet.training, triplet.training_action, triplet.session]),
        "town": session.site.town if session.site else "",
        "starts": "toute l’année" if session.training_action.entry_mode else starts,
        "free": f"{format_number(now.left or 0)} libre{'s' if (now.left or 0) > 1 else ''} / {format_number(now.opened or 0)}",
        "squares": _squares(now.occupied, now.left or 0),
        "people": [
            {
                "name": _short(one.name),
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


def _squares(held: int, free: int) -> Iterable[str]:
    """One square a place, at most twenty."""
    return (["held"] * held + ["free"] * free)[-20:]


def _short(name: str) -> str:
    """« Inès B. »: first name and initial of the last name."""
    first, _, last = name.rpartition(" ")
    return f"{first} {last[:1]}." if first else name
