"""« Que demandent les personnes ? »: open requests, and the answer, which the person reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.journeys.queries.learner_requests import learner_request_by_id, open_learner_requests
from pacte.journeys.records import REQUEST_LABELS, LearnerRequestKind
from pacte.journeys.services import answer_learner_request
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.web.form_fields import paragraph_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.meetings.page_context import MEETINGS_STYLESHEET, can_invite, meetings_page_context, request_actor
from pacte.web.require_login import require_login

_ADVICE = {
    LearnerRequestKind.ERASE: "Vous décidez, jamais la machine. Ce que la loi oblige à garder reste, sans le nom.",
    LearnerRequestKind.OBJECT: "L’opposition est notée. Dites ce que vous en faites.",
    LearnerRequestKind.CORRECT: "Corrigez le dossier d’abord, puis dites-le.",
    LearnerRequestKind.RESUME: "Un nouveau parcours peut suivre l’ancien : ce qui est certifié reste acquis.",
    LearnerRequestKind.HELP: "Appelez la personne, puis notez ce qui est convenu.",
}


class AnswerLearnerRequestForm(forms.Form):
    answer = paragraph_field("Votre réponse", max_length=1000, help_text="La personne la lira par son lien.")


@require_login
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    actor = request_actor(request)
    if not can_invite(actor):
        raise NotFound
    learner_requests = open_learner_requests(actor=actor)
    values = meetings_page_context(("Demandes des personnes", "")) | {
        "title": "Que demandent les personnes ?",
        "answer": f"{pluralise(len(learner_requests), 'demande attend', 'demandes attendent')} une réponse."
        if learner_requests
        else "Aucune demande n’attend de réponse.",
        "columns": [{"label": label} for label in ("Personne", "Demande", "Le", "Ses mots")],
        "rows": [
            [
                {"text": each.name or "dossier effacé", "url": reverse("meetings:request", args=[each.identifier])},
                REQUEST_LABELS[each.kind],
                format_day(each.made_at.date()),
                each.text,
            ]
            for each in learner_requests
        ],
    }
    return render(request, "meetings/requests.html", values)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = request_actor(request)
    learner_request = learner_request_by_id(actor=actor, identifier=identifier)
    if learner_request.settled_at is not None:
        raise Conflict(
            "request_settled",
            f"{learner_request.person_name} y a déjà répondu.",
            f"« {learner_request.answer} »",
            "Revenez à la liste.",
        )
    form = AnswerLearnerRequestForm(request.POST if request.method == "POST" else None)
    request_text = f" « {learner_request.text} »" if learner_request.text else ""
    page_spec = FormPage(
        title="Que lui répondez-vous ?",
        submit_label="Répondre",
        back_url=reverse("meetings:requests"),
        stylesheet=MEETINGS_STYLESHEET,
        intro=f"{learner_request.name}, le {format_day(learner_request.made_at.date())} : "
        f"{REQUEST_LABELS[learner_request.kind].lower()}.{request_text}",
        note=_ADVICE[learner_request.kind],
    )

    def run(values: dict[str, Any]) -> str:
        if not values["answer"].strip():
            raise ValidationError("answer", "La réponse manque.")
        answer_learner_request(actor=actor, identifier=identifier, answer=values["answer"])
        return "Réponse enregistrée : la personne la lira par son lien."

    trail = meetings_page_context(("Demandes des personnes", reverse("meetings:requests")), ("Répondre", ""))
    return form_page(request, page_spec, form, run, trail)
