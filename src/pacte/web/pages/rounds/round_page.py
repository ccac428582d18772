"""« Qui a répondu ? »: one round, action by action. The pilot accepts answers, moves the dates, closes the round."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.rounds import round_by_id, round_snapshot
from pacte.steering.records import AnswerState, RoundState
from pacte.steering.services.answers import accept_all_answers
from pacte.steering.services.rounds import close_round, move_round
from pacte.web.pages.rounds.frame import frame
from pacte.web.pages.rounds.round_table import COLUMNS, rows
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from datetime import date

    from pacte.kernel.actor import Actor
    from pacte.steering.models import Round
    from pacte.steering.records import RoundSnapshot


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = round_by_id(actor=actor, round_id=identifier)
    may_run = may(actor, "round.review", SteeringScope(host_id=found.organisation_id))
    error = None
    if request.method == "POST":
        if not may_run:
            raise PermissionDenied(
                "round", "Seul le pilote du pacte mène un tour.", hint="Demandez-le au pilote du pacte."
            )
        if found.state == RoundState.CLOSED:
            raise Conflict("round_closed", "Ce tour est clos.", hint="Ce qu’il contient est figé.")
        try:
            messages.success(request, _done(request, actor, found))
        except ValidationError as wrong:
            error = wrong
        else:
            return HttpResponseRedirect(request.path)
    held = round_snapshot(actor=actor, target_round=found, on=today(), is_brief=True)
    context = frame(held.plan_code, held.plan_title, (held.label, "")) | _context(held, today(), may_run, error)
    context["digest"] = found.frozen_digest
    return render(request, "rounds/round.html", context, status=422 if error else 200)


def _context(held: RoundSnapshot, on: date, may_run: bool, error: ValidationError | None) -> dict[str, Any]:
    is_open = held.state is RoundState.OPEN
    sent = sum(each.state is AnswerState.SENT for each in held.answers)
    return {
        "title": f"{held.label} : qui a répondu ?",
        "answer": _answer(held, on),
        "round": held,
        "is_open": is_open,
        "may_run": may_run and is_open,
        "sent": sent,
        "accept_label": f"Accepter {pluralise(sent, 'réponse envoyée', 'réponses envoyées')}",
        "silent": len(held.silent),
        "columns": COLUMNS,
        "rows": rows(held, on),
        "facts": _facts(held),
        "error": error,
        "errors": [{"message": str(error), "field": ""}] if error else [],
    }


def _answer(held: RoundSnapshot, on: date) -> str:
    told = f"{len(held.answered)} réponses sur {len(held.answers)}"
    if held.state is RoundState.CLOSED:
        return told + f". Le tour est clos depuis le {format_day(held.closed_on or on)} : rien n’y changera plus."
    vacant = sum(each.is_vacant for each in held.silent)
    if held.due_on < on:
        told += f" ; la date est passée, {pluralise(len(held.silent), 'manque', 'manquent')}"
    if vacant:
        told += f" ; {pluralise(vacant, 'action')} sans personne"
    asked = len(held.decisions_asked)
    if asked:
        told += f" ; {pluralise(asked, 'décision demandée', 'décisions demandées')}"
    return told + "."


def _facts(held: RoundSnapshot) -> list[dict[str, str]]:
    facts = [
        {"label": "Réponses avant le", "value": format_day(held.due_on)},
        {"label": "Comité", "value": format_day(held.committee_on)},
        {"label": "Ouvert", "value": format_day(held.opened_on), "note": f"par {held.opened_by}"},
        {"label": "Lu dans", "value": held.version_label, "note": f"version {held.version_number} du plan"},
    ]
    if held.closed_on:
        facts.append({"label": "Clos", "value": format_day(held.closed_on), "note": f"par {held.closed_by}"})
    return facts


def _done(request: HttpRequest, actor: Actor, found: Round) -> str:
    acts: dict[str, Callable[[HttpRequest, Actor, Round], str]] = {
        "accept_all": _accepted, "close": _closed, "move": _moved,
    }  # fmt: skip
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        raise ValidationError("act", "On ne sait pas quoi faire.", hint="Choisissez un des boutons de la page.")
    return act(request, actor, found)


def _accepted(request: HttpRequest, actor: Actor, found: Round) -> str:
    count = accept_all_answers(actor=actor, round_id=found.pk)
    return f"{pluralise(count, 'réponse acceptée', 'réponses acceptées')}."


def _closed(request: HttpRequest, actor: Actor, found: Round) -> str:
    if request.POST.get("sure") != "on":
        raise ValidationError(
            "not_sure", "La case n’est pas cochée.", "Un tour clos ne se rouvre pas.", "Cochez-la pour clôturer."
        )
    close_round(actor=actor, round_id=found.pk, on=today())
    return "Le tour est clos. Ce qu’il contient est figé : c’est ce que le comité verra."


def _moved(request: HttpRequest, actor: Actor, found: Round) -> str:
    due_on = _day(request.POST.get("due_on", ""), "de réponse")
    committee_on = _day(request.POST.get("committee_on", ""), "du comité")
    move_round(
        actor=actor, round_id=found.pk, due_on=due_on, committee_on=committee_on,
        reason=request.POST.get("reason", ""), on=today(),
    )  # fmt: skip
    return "Les dates ont changé."


def _day(text: str, which: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise ValidationError("date", f"La date {which} n’en est pas une.", hint="Écrivez par exemple 2026-12-09.")
    return found
