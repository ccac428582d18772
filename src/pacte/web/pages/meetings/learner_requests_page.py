"""« Que demandent les personnes ? »: open requests, and the answer, which the person reads."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.journeys.queries.learner_requests import learner_request_by_id, open_learner_requests
from pacte.journeys.records import REQUEST_LABELS, LearnerRequestKind
from pacte.journeys.services import answer_learner_request
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day, pluralise
from pacte.web.form_fields import paragraph_field
from pacte.web.pages.meetings.meetings_pages import MeetingsFormPage, MeetingsPage
from pacte.web.tables import Column, Table, cell

_ADVICE = {
    LearnerRequestKind.ERASE: "Vous décidez, jamais la machine. Ce que la loi oblige à garder reste, sans le nom.",
    LearnerRequestKind.OBJECT: "L’opposition est notée. Dites ce que vous en faites.",
    LearnerRequestKind.CORRECT: "Corrigez le dossier d’abord, puis dites-le.",
    LearnerRequestKind.RESUME: "Un nouveau parcours peut suivre l’ancien : ce qui est certifié reste acquis.",
    LearnerRequestKind.HELP: "Appelez la personne, puis notez ce qui est convenu.",
}


class AnswerLearnerRequestForm(forms.Form):
    answer = paragraph_field("Votre réponse", max_length=1000, help_text="La personne la lira par son lien.")


@MeetingsPage.view(template_name="meetings/requests.html", for_inviters=True, crumb="Demandes des personnes")
def list_learner_requests(page: MeetingsPage) -> dict[str, Any]:
    learner_requests = open_learner_requests(actor=page.actor)
    return {
        "title": "Que demandent les personnes ?",
        "answer": f"{pluralise(len(learner_requests), 'demande attend', 'demandes attendent')} une réponse."
        if learner_requests
        else "Aucune demande n’attend de réponse.",
        "requests": Table(
            learner_requests,
            Column(
                "Personne",
                lambda each: cell(each.name or "dossier effacé", url=page.url("meetings:request", each.identifier)),
            ),
            Column("Demande", lambda each: REQUEST_LABELS[each.kind]),
            Column("Le", lambda each: format_day(each.made_at.date())),
            Column("Ses mots", lambda each: each.text),
            id="demandes",
            caption="Demandes des personnes",
            empty="Aucune demande.",
        ),
    }


class LearnerRequestPage(MeetingsFormPage):
    """The answer to one request, once."""

    above = [("Demandes des personnes", "meetings:requests")]
    crumb = "Répondre"
    form_class = AnswerLearnerRequestForm
    title = "Que lui répondez-vous ?"
    submit_label = "Répondre"
    back = "meetings:requests"

    def load(self, *args: Any, **kwargs: Any) -> None:
        asked = learner_request_by_id(actor=self.actor, identifier=kwargs["identifier"])
        if asked.settled_at is not None:
            raise Conflict(
                "request_settled",
                f"{asked.person_name} y a déjà répondu.",
                f"« {asked.answer} »",
                "Revenez à la liste.",
            )
        words = f" « {asked.text} »" if asked.text else ""
        what = f"le {format_day(asked.made_at.date())} : {REQUEST_LABELS[asked.kind].lower()}"
        self.intro, self.note = f"{asked.name}, {what}.{words}", _ADVICE[asked.kind]

    def save(self, data: dict[str, Any]) -> str:
        answer_learner_request(actor=self.actor, identifier=self.kwargs["identifier"], answer=data["answer"])
        return "Réponse enregistrée : la personne la lira par son lien."
