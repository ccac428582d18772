"""Questions about a call, as whoever convenes answers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.kernel.clock import paris_date
from pacte.kernel.french import format_day
from pacte.procedures.queries.call_questions import call_question_by_id, call_questions
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.services.call_questions import MOST_QUESTION_SIGNS, answer_question
from pacte.web import form_fields as fields
from pacte.web.pages.readings.base_pages import CallsFormPage
from pacte.web.tables import Column, Table, cell

if TYPE_CHECKING:
    from pacte.procedures.models import CallQuestion
    from pacte.web.page import PlanPage


class CallAnswerForm(forms.Form):
    answer = fields.paragraph_field("Réponse", max_length=MOST_QUESTION_SIGNS)
    is_public = forms.BooleanField(
        label="Publier la question et la réponse",
        required=False,
        initial=True,
        help_text="Sans le nom de qui demande. Ne publiez pas une question qui le dit.",
    )


class QuestionAnswerPage(CallsFormPage):
    """One question, which is in the URL."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.question = call_question_by_id(actor=self.actor, plan=self.plan, question_id=kwargs["question"])

    def form_arguments(self) -> dict[str, Any]:
        if self.question.answered_at is None:
            return {}
        return {"initial": {"answer": self.question.answer, "is_public": self.question.is_public}}


@QuestionAnswerPage.view(
    form_class=CallAnswerForm,
    title="Que répond-on ?",
    intro=lambda page: page.question.text,
    submit_label="Répondre",
    crumb="Répondre",
    error_fields={"answer_missing": "answer"},
)
def answer(page: QuestionAnswerPage, data: dict[str, Any]) -> str:
    question = answer_question(
        actor=page.actor, question=page.question, answer=data["answer"], is_public=data["is_public"]
    )
    return "La réponse part, et se lit sur la page de l’appel." if question.is_public else "La réponse part."


def questions_table(page: PlanPage) -> Table[CallQuestion]:
    questions: Sequence[CallQuestion] = call_questions(actor=page.actor, plan=page.plan)
    return Table(
        questions,
        Column("Question", lambda each: cell(each.text, url=page.url("readings:answer", each.pk))),
        Column("Appel", lambda each: procedure_by_code(each.procedure_code).short_title),
        Column("Posée le", lambda each: format_day(paris_date(each.asked_at))),
        Column("Réponse", _state),
        id="questions",
        caption="Questions sur les appels",
        empty="Personne n’a posé de question.",
    )


def _state(question: CallQuestion) -> Any:
    if question.answered_at is None:
        return "à donner"
    return cell("publiée" if question.is_public else "envoyée, non publiée", note=question.answered_by_name)
