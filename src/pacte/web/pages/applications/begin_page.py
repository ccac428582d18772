"""« Mes demandes » of an account, and where an application begins. Reading them creates nothing."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.accounts.queries.directory import organisation_by_id, organisation_names
from pacte.accounts.records import GuestScope
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import hide_unless
from pacte.plan.queries import plan_by_code
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.permissions import may_apply
from pacte.procedures.queries.applications import continuable_cases, own_applications
from pacte.procedures.queries.public_register import PublicProcedure, public_procedure, public_procedures
from pacte.procedures.records.applicants import APPLICANT_KIND_LABELS
from pacte.procedures.services.applications import begin_application
from pacte.web.application_display import application_lines
from pacte.web.form_fields import ChoicesForm, idempotency_key_field, text_field
from pacte.web.journey_cases import JOURNEY_PARAMETER, NamedJourney, read_journey, signed_journey
from pacte.web.pages.applications.base_pages import ApplicantPage

if TYPE_CHECKING:
    from pacte.plan.models import Plan

_READS = ("get", "head")


class ApplicationListPage(ApplicantPage):
    """The applications of one's organisations in this plan, and what one may apply to."""

    http_method_names = _READS
    template_name = "applications/list.html"
    plan: Plan

    def context(self) -> dict[str, Any]:
        bodies = sorted(self.actor.organisation_ids)
        offered = [
            each.procedure
            for each in public_procedures(actor=self.actor, plan=self.plan, on=today())
            if any(may_apply(self.actor, each.procedure, body) for body in bodies)
        ]
        rows = own_applications(actor=self.actor, plan=self.plan)
        hide_unless(offered or rows)
        return {
            "lines": application_lines(actor=self.actor, applications=rows, on=today(), own_url=self.own_url),
            "offered": [{"title": each.title, "url": self.own_url("begin", each.code)} for each in offered],
        }  # fmt: skip


class BeginForm(ChoicesForm):
    body = forms.ChoiceField(label="Au nom de")
    name = text_field("Qui dépose ?", help_text="Par exemple « Commune de Vierzon ».")
    action = forms.ChoiceField(label="Pour quelle action du plan ?")
    continues = forms.ChoiceField(
        label="Reprendre un dossier d’avant",
        required=False,
        help_text="Ses réponses commencent le nouveau ; les pièces se joignent de nouveau.",
    )
    key = idempotency_key_field()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = options["choices"]
        if len(choices["action"]) == 1:
            del self.fields["action"]
        if not choices["continues"]:
            del self.fields["continues"]
        if choices["body"]:
            del self.fields["name"]
        if len(choices["body"]) < 2:
            del self.fields["body"]


class BeginPage(ApplicantPage):
    """Begins a draft of a procedure. An old draft is shown first; the same form sent twice begins one."""

    template_name = "applications/begin.html"
    form_class = BeginForm
    scopes = frozenset({GuestScope.APPLY})
    submit_label = "Commencer"
    offered: PublicProcedure
    plan: Plan
    about: NamedJourney | None = None

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if not self.is_account:
            self.plan = plan_by_code(actor=self.actor, code=kwargs["code"])
            hide_unless(self.plan.organisation_id == self.guest.organisation_id)  # type: ignore[attr-defined]
        self.offered = public_procedure(actor=self.actor, plan=self.plan, code=kwargs["procedure"], on=today())
        self.about = self._named_journey()
        self.bodies = [
            body
            for body in sorted(self.actor.organisation_ids)
            if may_apply(self.actor, self.offered.procedure, body)
            and (self.about is None or body in self.about.followers)
        ]
        hide_unless(self.bodies if self.is_account else may_apply(self.actor, self.offered.procedure, None))
        return answer

    def _named_journey(self) -> NamedJourney | None:
        """The journey of the page that one comes from. Raises ``NotFound`` for one that it may not name."""
        text = self.request.GET.get(JOURNEY_PARAMETER, "")
        if not text:
            return None
        about = read_journey(self.actor, text) if self.is_account else signed_journey(text)
        hide_unless(about.organisation_id == self.plan.organisation_id)
        return about

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.offered.procedure.title

    @property
    def crumb(self) -> str:  # type: ignore[override]
        return self.offered.procedure.title

    def form_arguments(self) -> dict[str, Any]:
        names = organisation_names(on=today()) if self.bodies else {}
        titles = action_titles_by_number(actor=self.actor, plan=self.plan, on=today())
        self.numbers = self.offered.actions or tuple(titles)
        self.earlier = {
            str(each.pk): each
            for each in continuable_cases(
                actor=self.actor, plan=self.plan, procedure=self.offered.procedure, on=today()
            )
        }
        named = [(key, f"n° {each.number}, {each.title}") for key, each in self.earlier.items()]
        return {
            "choices": {
                "continues": [("", "Aucun : un dossier nouveau"), *named] if named else [],
                "action": [(str(number), f"{number} {titles.get(number, '')}") for number in self.numbers],
                "body": [(str(body), names.get(body, "")) for body in self.bodies],
            },
            "initial": {} if self.is_account else {"name": self.guest.name},  # type: ignore[attr-defined]
        }

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        body = organisation_by_id(int(data.get("body") or self.bodies[0])) if self.bodies else None
        name = organisation_names(on=today()).get(body.pk, "") if body else data["name"]
        application = begin_application(
            actor=self.actor,
            plan=self.plan,
            number=ActionCode(data["action"]) if data.get("action") else self.numbers[0],
            procedure_code=self.offered.procedure.code,
            key=_key_of(data["key"]),
            name=name,
            body=body,
            about=self.about.answers(self.offered.procedure) if self.about else None,
            continues=self.earlier.get(data.get("continues") or ""),
        )
        return self.redirect(self.own_url("cover", application.pk))

    def _question_url(self) -> str:
        if self.offered.procedure.rounds is None:
            return ""
        place = () if self.is_account else (self.plan.code,)
        return self.own_url("question", *place, self.offered.procedure.code)

    def context(self) -> dict[str, Any]:
        procedure = self.offered.procedure
        mine = [
            each
            for each in own_applications(actor=self.actor, plan=self.plan)
            if each.procedure_code == procedure.code and each.case_id is None
        ]
        kinds = procedure.applicants.kinds if procedure.applicants else ()
        return {
            "procedure": procedure,
            "about": self.about,
            "question_url": self._question_url(),
            "who": " ou ".join(APPLICANT_KIND_LABELS[each] for each in kinds),
            "drafts": application_lines(actor=self.actor, applications=mine, on=today(), own_url=self.own_url),
        }  # fmt: skip


def _key_of(text: str) -> uuid.UUID:
    """The key drawn with the form; one that was tampered with begins nothing twice either."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
