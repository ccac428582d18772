"""What the person answers or asks: the survey after the training, « Je demande… ». A person answers, not the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponseBase, HttpResponseRedirect

from pacte.journeys.records import (
    CONTRACT_CHOICES,
    SITUATION_CHOICES,
    LearnerRequestKind,
    SituationInput,
)
from pacte.kernel.errors import ensure_found
from pacte.kernel.user_input import parse_whole_number
from pacte.web.pages.learner_portal.link_pages import LinkFormPage, radio_field
from pacte.web.request import Request
from pacte.workflows.record_situation_answer import record_situation_answer
from pacte.workflows.submit_request_by_link import submit_request_by_link

_MAX_CONTRACT_MONTHS = 120
_NOT_TICKED = "Cochez ce qui vous ressemble le plus."


class LearnerSituationForm(forms.Form):
    situation = radio_field(SITUATION_CHOICES, error_messages={"required": _NOT_TICKED, "invalid_choice": _NOT_TICKED})
    contract = radio_field(CONTRACT_CHOICES, required=False)
    length = forms.CharField(label="", required=False)

    def clean_length(self) -> int | None:
        typed = self.cleaned_data["length"]
        months = parse_whole_number(typed)
        if typed and not (months and months <= _MAX_CONTRACT_MONTHS):
            hint = "Écrivez par exemple « 6 », ou laissez vide."
            raise forms.ValidationError(f"« {typed[:10]} » n’est pas un nombre de mois. {hint}")
        return months


class SituationPage(LinkFormPage):
    """« Où en êtes-vous ? », three, six or twelve months after. Answering or not has no effect on rights."""

    template_name = "learner_portal/situation.html"
    form_class = LearnerSituationForm

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.survey = self.portal.survey_months[0] if self.portal.survey_months else None

    def post(self, request: Request) -> HttpResponseBase:
        """Without a question the answer is left out."""
        return super().post(request) if self.survey else self.render_form(self.form_class())

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        assert self.survey
        key, months = self.survey
        situation = SituationInput(months, data["situation"], data["contract"], data["length"])
        record_situation_answer(link=self.link, key=key, situation=situation)
        return HttpResponseRedirect(self.url("learner_portal:journey") + "?fait=situation")

    def context(self) -> dict[str, Any]:
        return {"asked": self.survey, "back": self.url("learner_portal:journey")}


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


class RequestForm(forms.Form):
    text = forms.CharField(label="", required=False)


class RequestFormPage(LinkFormPage):
    """One kind of request, named by the URL: to be called, corrected, erased, to object or to resume."""

    template_name = "learner_portal/ask.html"
    form_class = RequestForm

    def load(self, *args: Any, **kwargs: Any) -> None:
        wording = ensure_found(REQUEST_FORMS.get(kwargs["kind"]))
        self.wording = wording

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        submit_request_by_link(link=self.link, kind=self.wording.kind, text=data["text"])
        return HttpResponseRedirect(self.url("learner_portal:journey") + "?fait=demande")

    def context(self) -> dict[str, Any]:
        return {"asked": self.wording, "back": self.url(f"learner_portal:{self.wording.back}")}
