"""« Poser une question » about a call, by the link of a guest or from the account of a body; what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.accounts.queries.directory import organisation_by_id
from pacte.accounts.records import GuestScope
from pacte.kernel.clock import today
from pacte.kernel.errors import hide_unless
from pacte.plan.queries import plan_by_code
from pacte.procedures.permissions import may_apply
from pacte.procedures.queries.call_questions import own_questions, public_questions
from pacte.procedures.queries.public_register import PublicProcedure, public_procedure
from pacte.procedures.services.call_questions import MOST_QUESTION_SIGNS, ask_question
from pacte.web.form_fields import paragraph_field
from pacte.web.pages.applications.base_pages import ApplicantPage

if TYPE_CHECKING:
    from pacte.plan.models import Plan


class CallQuestionForm(forms.Form):
    text = paragraph_field(
        "Votre question",
        max_length=MOST_QUESTION_SIGNS,
        help_text="Elle sera publiée avec sa réponse, sans votre nom : n’y écrivez rien de personnel.",
    )


class CallQuestionPage(ApplicantPage):
    """Asks, and shows what was asked before; questions with a public answer are on the page of the call too."""

    template_name = "applications/question.html"
    form_class = CallQuestionForm
    scopes = frozenset({GuestScope.APPLY})
    submit_label = "Envoyer ma question"
    crumb = "Poser une question"
    offered: PublicProcedure
    plan: Plan

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if not self.is_account:
            self.plan = plan_by_code(actor=self.actor, code=kwargs["code"])
            hide_unless(self.plan.organisation_id == self.guest.organisation_id)  # type: ignore[attr-defined]
        self.offered = public_procedure(actor=self.actor, plan=self.plan, code=kwargs["procedure"], on=today())
        procedure = self.offered.procedure
        bodies = (each for each in sorted(self.actor.organisation_ids) if may_apply(self.actor, procedure, each))
        self.body_id = next(bodies, None) if self.is_account else None
        hide_unless(procedure.rounds and (self.body_id or not self.is_account))
        return answer

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.offered.procedure.title} : une question ?"

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        ask_question(
            actor=self.actor, plan=self.plan, procedure_code=self.offered.procedure.code, text=data["text"],
            body=organisation_by_id(self.body_id) if self.body_id else None,
        )  # fmt: skip
        place = () if self.is_account else (self.plan.code,)
        return self.redirect(self.own_url("question", *place, self.offered.procedure.code), "demande")

    def context(self) -> dict[str, Any]:
        procedure = self.offered.procedure
        return {
            "mine": own_questions(actor=self.actor, plan=self.plan, procedure=procedure),
            "others": public_questions(actor=self.actor, plan=self.plan, procedure=procedure),
        }
