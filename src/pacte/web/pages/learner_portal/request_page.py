"""« Je demande… »: to be called, corrected, erased, to object or to resume. A person answers, never the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.learner_portal import my_learner
from pacte.journeys.records import LearnerRequestKind
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.web.pages.learner_portal.token_access import require_journey_link
from pacte.workflows.submit_request_by_link import submit_request_by_link

if TYPE_CHECKING:
    from pacte.journeys.services import OpenedLink


@dataclass(frozen=True, slots=True)
class RequestFormWording:
    kind: LearnerRequestKind
    title: str
    text: str
    field: str
    verb: str
    back: str = "data"


REQUEST_FORMS = {
    "corriger": RequestFormWording(
        LearnerRequestKind.CORRECT, "Qu’est-ce qui est faux ou manque ?",
        "Votre conseiller corrige, ou vous dit pourquoi il ne le peut pas.",
        "Ce qui est écrit, et ce qu’il faudrait écrire", "Demander la correction",
    ),
    "opposer": RequestFormWording(
        LearnerRequestKind.OBJECT, "À quel usage vous opposez-vous ?",
        "Par exemple : être rappelé(e) après la formation, compter dans une étude. Votre opposition est notée tout de "
        "suite ; votre conseiller vous répond.",
        "L’usage dont vous ne voulez pas, et pourquoi si vous voulez le dire", "M’opposer à cet usage",
    ),
    "effacer": RequestFormWording(
        LearnerRequestKind.ERASE, "Effacer vos données ?",
        "Une personne décide et vous répond. Ce que la loi oblige à garder (une aide payée, par exemple) reste, sans "
        "votre nom. Les comptes restent justes, sans vous.",
        "Un mot de plus, si vous voulez", "Demander l’effacement",
    ),
    "reprendre": RequestFormWording(
        LearnerRequestKind.RESUME, "Reprendre votre parcours ?",
        "Vous repartez d’où vous étiez : ce qui est certifié reste à vous. Votre conseiller ouvre la suite avec vous.",
        "Ce que vous voulez faire maintenant, si vous le savez", "Demander à reprendre", "journey",
    ),
    "rappel": RequestFormWording(
        LearnerRequestKind.HELP, "Être rappelé(e) par votre conseiller ?",
        "Il reçoit votre demande tout de suite.",
        "Quand, et à quel sujet, si vous voulez le dire", "Demander à être rappelé(e)", "journey",
    ),
}  # fmt: skip


@require_journey_link
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, link: OpenedLink, secret: str, kind: str) -> HttpResponse:
    wording = REQUEST_FORMS.get(kind)
    if wording is None:
        raise NotFound
    error = ""
    if request.method == "POST":
        try:
            submit_request_by_link(link=link, kind=wording.kind, text=request.POST.get("text", ""))
        except (ValidationError, Conflict) as failure:
            error = str(failure)
        else:
            return HttpResponseRedirect(reverse("mine:journey", args=[secret]) + "?fait=demande")
    values = {
        "bar": "Mon parcours",
        "asked": wording,
        "error": error,
        "text": request.POST.get("text", "")[:1000],
        "back": reverse(f"mine:{wording.back}", args=[secret]),
        "is_fictive": my_learner(actor=link.actor).is_synthetic,
    }
    return render(request, "mine/ask.html", values, status=422 if error else 200)
