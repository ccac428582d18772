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
from pacte.web.form_fields import paragraph
from pacte.web.pages.meetings.frame import STYLE, actor_in, frame, inviting
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in

_ADVICE = {
    LearnerRequestKind.ERASE: "Vous décidez, jamais la machine. Ce que la loi oblige à garder reste, sans le nom.",
    LearnerRequestKind.OBJECT: "L’opposition est notée. Dites ce que vous en faites.",
    LearnerRequestKind.CORRECT: "Corrigez le dossier d’abord, puis dites-le.",
    LearnerRequestKind.RESUME: "Un nouveau parcours peut suivre l’ancien : ce qui est certifié reste acquis.",
    LearnerRequestKind.HELP: "Appelez la personne, puis notez ce qui est convenu.",
}


class AnswerForm(forms.Form):
    answer = paragraph("Votre réponse", max_length=1000, help_text="La personne la lira par son lien.")


@signed_in
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    if not inviting(actor):
        raise NotFound
    found = open_learner_requests(actor=actor)
    values = frame(("Demandes des personnes", "")) | {
        "title": "Que demandent les personnes ?",
        "answer": f"{pluralise(len(found), 'demande attend', 'demandes attendent')} une réponse."
        if found
        else "Aucune demande n’attend de réponse.",
        "columns": [{"label": label} for label in ("Personne", "Demande", "Le", "Ses mots")],
        "rows": [
            [
                {"text": each.name or "dossier effacé", "url": reverse("meetings:request", args=[each.identifier])},
                REQUEST_LABELS[each.kind],
                format_day(each.made_at.date()),
                each.text,
            ]
            for each in found
        ],
    }
    return render(request, "meetings/requests.html", values)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = actor_in(request)
    asked = learner_request_by_id(actor=actor, identifier=identifier)
    if asked.settled_at is not None:
        raise Conflict(
            "request_settled", f"{asked.person_name} y a déjà répondu.", f"« {asked.answer} »", "Revenez à la liste."
        )
    form = AnswerForm(request.POST if request.method == "POST" else None)
    words = f" « {asked.text} »" if asked.text else ""
    said = ActPage(
        title="Que lui répondez-vous ?", verb="Répondre", back=reverse("meetings:requests"), stylesheet=STYLE,
        answer=f"{asked.name}, le {format_day(asked.made_at.date())} : {REQUEST_LABELS[asked.kind].lower()}.{words}",
        note=_ADVICE[asked.kind],
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        if not values["answer"].strip():
            raise ValidationError("answer", "La réponse manque.")
        answer_learner_request(actor=actor, identifier=identifier, answer=values["answer"])
        return "Réponse enregistrée : la personne la lira par son lien."

    trail = frame(("Demandes des personnes", reverse("meetings:requests")), ("Répondre", ""))
    return act_page(request, said, form, run, trail)
