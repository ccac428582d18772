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
from pacte.web.pages.rounds.answer_submission import AnswerFieldError, AnswerSubmission
from pacte.web.pages.rounds.badges import answer_state_badge, days_left_text
from pacte.web.pages.rounds.page_context import round_page_context
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from datetime import date

    from pacte.kernel.actor import Actor

# Conflicts shown on the page, with the submitted values kept.
_RECOVERABLE_CODES = frozenset({"answer_changed"})


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, identifier: int, number: ActionCode) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = today()
    sheet = answer_detail(actor=actor, round_id=identifier, number=number, on=on)
    if request.method != "POST":
        return render(request, "rounds/answer.html", _context(sheet, fields.SubmittedAnswer({}), on))
    if not sheet.is_open:
        raise Conflict("round_closed", "Ce tour est clos.", "Ce qu’il contient est figé.", "Répondez au prochain tour.")
    if not sheet.may_answer:
        raise PermissionDenied("answer", "Vous ne portez pas cette action.", hint="Demandez à son porteur de répondre.")
    data = {name: str(value) for name, value in request.POST.items()}
    try:
        message = AnswerSubmission(actor, sheet, data, on).save()
    except AnswerFieldError as refusal:
        return _render_refused(
            request, sheet, fields.SubmittedAnswer(data, refusal.field, str(refusal)), on, status=refusal.error.status
        )
    except Conflict as error:
        if error.code not in _RECOVERABLE_CODES:
            raise
        return _render_refused(request, sheet, fields.SubmittedAnswer(data, "", str(error)), on, status=error.status)
    messages.success(request, message)
    back = data.get("do") in ("send", "accept", "return")
    return HttpResponseRedirect(reverse("rounds:desk") if back and not sheet.may_review else request.path)


def _render_refused(
    request: HttpRequest, sheet: AnswerDetail, submitted: fields.SubmittedAnswer, on: date, *, status: int
) -> HttpResponse:
    """The same page with the submitted values, next to what others wrote meanwhile."""
    context = _context(sheet, submitted, on)
    context["errors"] = [
        {"message": submitted.message, "field": f"f-{submitted.error_field}" if submitted.error_field else ""}
    ]
    if status == Conflict.status:
        context["meanwhile"] = sheet.answer
    return render(request, "rounds/answer.html", context, status=status)


def _context(sheet: AnswerDetail, submitted: fields.SubmittedAnswer, on: date) -> dict[str, Any]:
    round_view, answer = sheet.round, sheet.answer
    late = sheet.is_open and is_answer_late(answer.state, round_view.due_on, on)
    round_url = reverse("rounds:round", args=[round_view.round_id])
    remarks = [each for each in answer.remarks if each.kind is not RemarkKind.REMINDER]
    return round_page_context(
        round_view.plan_code, round_view.plan_title, (round_view.label, round_url), (f"Action {answer.number}", "")
    ) | {
        "sheet": sheet,
        "round": round_view,
        "said": answer,
        "title": f"{answer.name} : que dire au comité ?",
        "answer": _answer(sheet, on),
        "facts": [
            {"label": "Qui répond", "value": answer.person or "Personne n’agit", "note": answer.lead},
            {
                "label": "Réponse attendue",
                "value": format_day(round_view.due_on),
                "note": days_left_text(round_view.due_on, on) if sheet.is_open and not answer.has_answered else "",
            },
            {"label": "Comité", "value": format_day(round_view.committee_on)},
            {
                "label": "Fiche du plan",
                "value": f"Action {answer.number}",
                "url": reverse("plan:action", args=[round_view.plan_code, answer.number]),
            },
        ],
        "badge": answer_state_badge(answer.state, late=late),
        "asks": {topic.value: topic in round_view.topics for topic in RoundTopic},
        "last": sheet.last if sheet.is_open else None,
        "prefilled": bool(sheet.last) and sheet.may_write and answer.state is AnswerState.AWAITED,
        "may_judge": sheet.is_open and sheet.may_review and answer.state is AnswerState.SENT,
        "may_remark": sheet.is_open and sheet.may_answer,
        "returned": next((each for each in reversed(answer.remarks) if each.kind is RemarkKind.RETURN), None)
        if answer.state is AnswerState.RETURNED
        else None,
        "remarks": remarks,
        "reminders": [each for each in answer.remarks if each.kind is RemarkKind.REMINDER],
        "main": fields.main_answer_fields(sheet, submitted),
        "milestones": fields.milestone_answer_views(sheet, submitted),
        "new_milestone": fields.new_milestone_fields(sheet, submitted),
        "values": fields.value_answer_views(sheet, submitted),
        "new_value": fields.new_value_fields(sheet, submitted, on),
        "risks": fields.risk_answer_views(sheet, submitted),
        "new_risk": fields.new_risk_fields(submitted),
        "remark_fields": fields.remark_fields(sheet, submitted),
        "word": submitted.field("word", "Ce qu’il faut reprendre", help="Le porteur reçoit ces mots."),
        "errors": [],
        "opened": submitted.error_field.partition("-")[0],
    }


def _answer(sheet: AnswerDetail, on: date) -> str:
    round_view, answer = sheet.round, sheet.answer
    if not sheet.is_open:
        return "Ce tour est clos : voici ce qu’il a figé. " + (
            "" if answer.has_answered else "Aucune réponse n’est venue pour cette action."
        )
    topics = ", ".join(TOPIC_LABELS[topic].lower() for topic in round_view.topics)
    state_text = {
        AnswerState.AWAITED: "Rien n’est encore dit.",
        AnswerState.STARTED: "Commencée, pas encore envoyée.",
        AnswerState.SENT: "Envoyée : le pilote la lit.",
        AnswerState.RETURNED: "Renvoyée par le pilote, avec un mot.",
        AnswerState.ACCEPTED: "Acceptée : elle est prête pour le comité.",
    }[answer.state]
    return f"{state_text} Le tour demande : {topics}."
