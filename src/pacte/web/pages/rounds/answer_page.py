"""« Action 18 : que dites-vous au comité ? »: the answer page of a lead in a round; the pilot reviews it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied
from pacte.kernel.french import format_day
from pacte.steering.queries.answer_detail import AnswerDetail, answer_detail
from pacte.steering.records import TOPIC_LABELS, AnswerState, RemarkKind, RoundTopic
from pacte.steering.rules.rounds import is_answer_late
from pacte.web.pages.rounds import answer_fields as fields
from pacte.web.pages.rounds.answer_writing import Writing, Wrong
from pacte.web.pages.rounds.frame import frame
from pacte.web.pages.rounds.words import answer_badge, days_left
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from datetime import date

    from pacte.kernel.actor import Actor

# Conflicts shown on the page, with the submitted values kept.
_KEPT = frozenset({"answer_changed"})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, identifier: int, number: ActionCode) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = today()
    sheet = answer_detail(actor=actor, round_id=identifier, number=number, on=on)
    if request.method != "POST":
        return render(request, "rounds/answer.html", _context(sheet, fields.Typed({}), on))
    if not sheet.is_open:
        raise Conflict("round_closed", "Ce tour est clos.", "Ce qu’il contient est figé.", "Répondez au prochain tour.")
    if not sheet.may_answer:
        raise PermissionDenied("answer", "Vous ne portez pas cette action.", hint="Demandez à son porteur de répondre.")
    given = {name: str(value) for name, value in request.POST.items()}
    try:
        done = Writing(actor, sheet, given, on).do()
    except Wrong as wrong:
        return _again(request, sheet, fields.Typed(given, wrong.field, str(wrong)), on, status=wrong.error.status)
    except Conflict as error:
        if error.code not in _KEPT:
            raise
        return _again(request, sheet, fields.Typed(given, "", str(error)), on, status=error.status)
    messages.success(request, done)
    back = given.get("do") in ("send", "accept", "return")
    return HttpResponseRedirect(reverse("rounds:desk") if back and not sheet.may_review else request.path)


def _again(request: HttpRequest, sheet: AnswerDetail, typed: fields.Typed, on: date, *, status: int) -> HttpResponse:
    """The same page with the submitted values, next to what others wrote meanwhile."""
    context = _context(sheet, typed, on)
    context["errors"] = [{"message": typed.message, "field": f"f-{typed.wrong}" if typed.wrong else ""}]
    if status == Conflict.status:
        context["meanwhile"] = sheet.answer
    return render(request, "rounds/answer.html", context, status=status)


def _context(sheet: AnswerDetail, typed: fields.Typed, on: date) -> dict[str, Any]:
    held, answer = sheet.round, sheet.answer
    late = sheet.is_open and is_answer_late(answer.state, held.due_on, on)
    round_url = reverse("rounds:round", args=[held.round_id])
    said = [each for each in answer.remarks if each.kind is not RemarkKind.REMINDER]
    return frame(held.plan_code, held.plan_title, (held.label, round_url), (f"Action {answer.number}", "")) | {
        "sheet": sheet,
        "round": held,
        "said": answer,
        "title": f"{answer.name} : que dire au comité ?",
        "answer": _answer(sheet, on),
        "facts": [
            {"label": "Qui répond", "value": answer.person or "Personne n’agit", "note": answer.lead},
            {"label": "Réponse attendue", "value": format_day(held.due_on),
             "note": days_left(held.due_on, on) if sheet.is_open and not answer.has_answered else ""},
            {"label": "Comité", "value": format_day(held.committee_on)},
            {"label": "Fiche du plan", "value": f"Action {answer.number}",
             "url": reverse("plan:action", args=[held.plan_code, answer.number])},
        ],
        "badge": answer_badge(answer.state, late=late),
        "asks": {topic.value: topic in held.topics for topic in RoundTopic},
        "last": sheet.last if sheet.is_open else None,
        "prefilled": bool(sheet.last) and sheet.may_write and answer.state is AnswerState.AWAITED,
        "may_judge": sheet.is_open and sheet.may_review and answer.state is AnswerState.SENT,
        "may_remark": sheet.is_open and sheet.may_answer,
        "returned": next((each for each in reversed(answer.remarks) if each.kind is RemarkKind.RETURN), None)
        if answer.state is AnswerState.RETURNED
        else None,
        "remarks": said,
        "reminders": [each for each in answer.remarks if each.kind is RemarkKind.REMINDER],
        "main": fields.main_fields(sheet, typed),
        "milestones": fields.milestone_views(sheet, typed),
        "new_milestone": fields.new_milestone(sheet, typed),
        "values": fields.value_views(sheet, typed),
        "new_value": fields.new_value(sheet, typed, on),
        "risks": fields.risk_views(sheet, typed),
        "new_risk": fields.new_risk(typed),
        "remark_fields": fields.remark_fields(sheet, typed),
        "word": typed.field("word", "Ce qu’il faut reprendre", help="Le porteur reçoit ces mots."),
        "errors": [],
        "opened": typed.wrong.partition("-")[0],
    }  # fmt: skip


def _answer(sheet: AnswerDetail, on: date) -> str:
    held, answer = sheet.round, sheet.answer
    if not sheet.is_open:
        return "Ce tour est clos : voici ce qu’il a figé. " + (
            "" if answer.has_answered else "Aucune réponse n’est venue pour cette action."
        )
    topics = ", ".join(TOPIC_LABELS[topic].lower() for topic in held.topics)
    told = {
        AnswerState.AWAITED: "Rien n’est encore dit.",
        AnswerState.STARTED: "Commencée, pas encore envoyée.",
        AnswerState.SENT: "Envoyée : le pilote la lit.",
        AnswerState.RETURNED: "Renvoyée par le pilote, avec un mot.",
        AnswerState.ACCEPTED: "Acceptée : elle est prête pour le comité.",
    }[answer.state]
    return f"{told} Le tour demande : {topics}."
