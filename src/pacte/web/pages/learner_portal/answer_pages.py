"""What the person answers or asks: the survey after the training, « Je demande… ». A person answers, not the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase

from pacte.journeys.records import (
    CONTRACT_CHOICES,
    SITUATION_CHOICES,
    Contract,
    LearnerRequestKind,
    Situation,
    SituationInput,
)
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.user_input import parse_whole_number
from pacte.web.pages.learner_portal.link_pages import LinkFormPage
from pacte.web.request import Request
from pacte.workflows.record_situation_answer import record_situation_answer
from pacte.workflows.submit_request_by_link import submit_request_by_link

_MAX_CONTRACT_MONTHS = 120


class SituationPage(LinkFormPage):
    """« Où en êtes-vous ? », three, six or twelve months after. Answering or not has no effect on rights."""

    template_name = "learner_portal/situation.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.survey = self.portal.survey_months[0] if self.portal.survey_months else None

    def post(self, request: Request) -> HttpResponseBase:
        """Without a question the answer is left out."""
        return super().post(request) if self.survey else self.get(request)

    def act(self) -> str:
        assert self.survey
        key, months = self.survey
        record_situation_answer(link=self.link, key=key, situation=self._situation(months))
        return self.url("learner_portal:journey") + "?fait=situation"

    def _situation(self, months: int) -> SituationInput:
        sent = self.request.POST
        situation, contract, length = (
            sent.get("situation", ""),
            sent.get("contract", ""),
            sent.get("length", "").strip(),
        )
        duration = parse_whole_number(length)
        if situation not in set(SITUATION_CHOICES):
            raise ValidationError("situation_missing", "Cochez ce qui vous ressemble le plus.")
        if length and not (duration and duration <= _MAX_CONTRACT_MONTHS):
            raise ValidationError(
                "length_shape",
                f"« {length[:10]} » n’est pas un nombre de mois.",
                hint="Écrivez par exemple « 6 », ou laissez vide.",
            )
        known = Contract(contract) if contract in set(Contract) else None
        return SituationInput(months, Situation(situation), known, duration)

    def context(self) -> dict[str, Any]:
        sent = self.request.POST
        return {
            "asked": self.survey,
            "months": self.survey[1] if self.survey else 0,
            "situations": _choices(SITUATION_CHOICES, sent.get("situation", "")),
            "contracts": _choices(CONTRACT_CHOICES, sent.get("contract", "")),
            "length": sent.get("length", "")[:4],
            "back": self.url("learner_portal:journey"),
        }


def _choices(labels: dict[Situation, str] | dict[Contract, str], chosen: str) -> list[dict[str, object]]:
    return [{"value": each.value, "label": label, "chosen": each.value == chosen} for each, label in labels.items()]


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


class RequestFormPage(LinkFormPage):
    """One kind of request, named by the URL: to be called, corrected, erased, to object or to resume."""

    template_name = "learner_portal/ask.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        wording = REQUEST_FORMS.get(kwargs["kind"])
        if wording is None:
            raise NotFound
        self.wording = wording

    def act(self) -> str:
        submit_request_by_link(link=self.link, kind=self.wording.kind, text=self.request.POST.get("text", ""))
        return self.url("learner_portal:journey") + "?fait=demande"

    def context(self) -> dict[str, Any]:
        text = self.request.POST.get("text", "")[:1000]
        return {"asked": self.wording, "text": text, "back": self.url(f"learner_portal:{self.wording.back}")}
