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
from pacte.web.pages.rounds.page_context import round_page_context
from pacte.web.pages.rounds.round_table import ROUND_COLUMNS, round_table_rows
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from datetime import date

    from pacte.kernel.actor import Actor
    from pacte.steering.models import Round
    from pacte.steering.records import RoundSnapshot


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan_round = round_by_id(actor=actor, round_id=identifier)
    may_run = may(actor, "round.review", SteeringScope(host_id=plan_round.organisation_id))
    error = None
    if request.method == "POST":
        if not may_run:
            raise PermissionDenied(
                "round", "Seul le pilote du pacte mène un tour.", hint="Demandez-le au pilote du pacte."
            )
        if plan_round.state == RoundState.CLOSED:
            raise Conflict("round_closed", "Ce tour est clos.", hint="Ce qu’il contient est figé.")
        try:
            messages.success(request, _run_button(request, actor, plan_round))
        except ValidationError as refusal:
            error = refusal
        else:
            return HttpResponseRedirect(request.path)
    round_view = round_snapshot(actor=actor, target_round=plan_round, on=today(), is_brief=True)
    context = round_page_context(round_view.plan_code, round_view.plan_title, (round_view.label, "")) | _context(
        round_view, today(), may_run, error
    )
    context["digest"] = plan_round.frozen_digest
    return render(request, "rounds/round.html", context, status=422 if error else 200)


def _context(round_view: RoundSnapshot, on: date, may_run: bool, error: ValidationError | None) -> dict[str, Any]:
    is_open = round_view.state is RoundState.OPEN
    sent = sum(each.state is AnswerState.SENT for each in round_view.answers)
    return {
        "title": f"{round_view.label} : qui a répondu ?",
        "answer": _answer(round_view, on),
        "round": round_view,
        "is_open": is_open,
        "may_run": may_run and is_open,
        "sent": sent,
        "accept_label": f"Accepter {pluralise(sent, 'réponse envoyée', 'réponses envoyées')}",
        "silent": len(round_view.silent),
        "columns": ROUND_COLUMNS,
        "rows": round_table_rows(round_view, on),
        "facts": _facts(round_view),
        "error": error,
        "errors": [{"message": str(error), "field": ""}] if error else [],
    }


def _answer(round_view: RoundSnapshot, on: date) -> str:
    text = f"{len(round_view.answered)} réponses sur {len(round_view.answers)}"
    if round_view.state is RoundState.CLOSED:
        return text + f". Le tour est clos depuis le {format_day(round_view.closed_on or on)} : rien n’y changera plus."
    vacant = sum(each.is_vacant for each in round_view.silent)
    if round_view.due_on < on:
        text += f" ; la date est passée, {pluralise(len(round_view.silent), 'manque', 'manquent')}"
    if vacant:
        text += f" ; {pluralise(vacant, 'action')} sans personne"
    request_count = len(round_view.decisions_asked)
    if request_count:
        text += f" ; {pluralise(request_count, 'décision demandée', 'décisions demandées')}"
    return text + "."


def _facts(round_view: RoundSnapshot) -> list[dict[str, str]]:
    facts = [
        {"label": "Réponses avant le", "value": format_day(round_view.due_on)},
        {"label": "Comité", "value": format_day(round_view.committee_on)},
        {"label": "Ouvert", "value": format_day(round_view.opened_on), "note": f"par {round_view.opened_by}"},
        {"label": "Lu dans", "value": round_view.version_label, "note": f"version {round_view.version_number} du plan"},
    ]
    if round_view.closed_on:
        facts.append(
            {"label": "Clos", "value": format_day(round_view.closed_on), "note": f"par {round_view.closed_by}"}
        )
    return facts


def _run_button(request: HttpRequest, actor: Actor, plan_round: Round) -> str:
    acts: dict[str, Callable[[HttpRequest, Actor, Round], str]] = {
        "accept_all": _accept_all, "close": _close, "move": _change_dates,
    }  # fmt: skip
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        raise ValidationError("act", "On ne sait pas quoi faire.", hint="Choisissez un des boutons de la page.")
    return act(request, actor, plan_round)


def _accept_all(request: HttpRequest, actor: Actor, plan_round: Round) -> str:
    count = accept_all_answers(actor=actor, round_id=plan_round.pk)
    return f"{pluralise(count, 'réponse acceptée', 'réponses acceptées')}."


def _close(request: HttpRequest, actor: Actor, plan_round: Round) -> str:
    if request.POST.get("sure") != "on":
        raise ValidationError(
            "not_sure", "La case n’est pas cochée.", "Un tour clos ne se rouvre pas.", "Cochez-la pour clôturer."
        )
    close_round(actor=actor, round_id=plan_round.pk, on=today())
    return "Le tour est clos. Ce qu’il contient est figé : c’est ce que le comité verra."


def _change_dates(request: HttpRequest, actor: Actor, plan_round: Round) -> str:
    due_on = _parse_day(request.POST.get("due_on", ""), "de réponse")
    committee_on = _parse_day(request.POST.get("committee_on", ""), "du comité")
    move_round(
        actor=actor, round_id=plan_round.pk, due_on=due_on, committee_on=committee_on,
        reason=request.POST.get("reason", ""), on=today(),
    )  # fmt: skip
    return "Les dates ont changé."


def _parse_day(text: str, which: str) -> date:
    try:
        parsed_day = parse_date(text)
    except ValueError:
        parsed_day = None
    if parsed_day is None:
        raise ValidationError("date", f"La date {which} n’en est pas une.", hint="Écrivez par exemple 2026-12-09.")
    return parsed_day
