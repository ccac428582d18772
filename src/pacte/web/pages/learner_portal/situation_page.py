"""« Où en êtes-vous ? »: survey three, six or twelve months after. Answering or not has no effect on rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.learner_portal import learner_portal
from pacte.journeys.records import CONTRACT_CHOICES, SITUATION_CHOICES, Contract, Situation, SituationInput
from pacte.kernel.clock import today
from pacte.kernel.user_input import parse_whole_number
from pacte.web.pages.learner_portal.token_access import require_journey_link
from pacte.workflows.record_situation_answer import record_situation_answer

if TYPE_CHECKING:
    from pacte.journeys.services import OpenedLink

_MAX_CONTRACT_MONTHS = 120


@require_journey_link
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, link: OpenedLink, secret: str) -> HttpResponse:
    portal = learner_portal(actor=link.actor, on=today())
    survey = portal.survey_months[0] if portal.survey_months else None
    error = ""
    if request.method == "POST" and survey:
        situation_input, error = _parse_situation(request, survey[1])
        if situation_input:
            record_situation_answer(link=link, key=survey[0], situation=situation_input)
            return HttpResponseRedirect(reverse("mine:journey", args=[secret]) + "?fait=situation")
    values = {
        "bar": "Mon parcours",
        "error": error,
        "asked": survey,
        "months": survey[1] if survey else 0,
        "situations": _choices(SITUATION_CHOICES, request.POST.get("situation", "")),
        "contracts": _choices(CONTRACT_CHOICES, request.POST.get("contract", "")),
        "length": request.POST.get("length", "")[:4],
        "back": reverse("mine:journey", args=[secret]),
        "is_fictive": portal.learner.is_synthetic,
    }
    return render(request, "mine/situation.html", values, status=422 if error else 200)


def _parse_situation(request: HttpRequest, months: int) -> tuple[SituationInput | None, str]:
    situation, contract = request.POST.get("situation", ""), request.POST.get("contract", "")
    length = request.POST.get("length", "").strip()
    duration = parse_whole_number(length)
    if situation not in set(SITUATION_CHOICES):
        return None, "Cochez ce qui vous ressemble le plus."
    if length and not (duration and duration <= _MAX_CONTRACT_MONTHS):
        return None, f"« {length[:10]} » n’est pas un nombre de mois. Écrivez par exemple « 6 », ou laissez vide."
    known = Contract(contract) if contract in set(Contract) else None
    return SituationInput(months, Situation(situation), known, duration), ""


def _choices(labels: dict[Situation, str] | dict[Contract, str], chosen: str) -> list[dict[str, object]]:
    return [{"value": each.value, "label": label, "chosen": each.value == chosen} for each, label in labels.items()]
