"""Lifecycle of a version: vote, signature, entry into force, or discarding a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied
from pacte.plan.permissions import may
from pacte.plan.queries import content_of_version, plan_scope_of_version, version_by_number, version_summaries
from pacte.plan.records import VersionState
from pacte.plan.rules.check import check_plan
from pacte.plan.services import discard_draft, put_in_force, sign, vote
from pacte.web.form_fields import SingleLineField, day_field, paragraph_field
from pacte.web.page import Crumb
from pacte.web.pages.plan_editing.amendment_pages import PlanEditingPage
from pacte.web.reauthentication import requires_reauthentication

if TYPE_CHECKING:
    pass


class _StepForm(forms.Form):
    """A step, for those with ``right``. ``verb`` is the label of its button, ``message`` what is said afterwards."""

    act = right = verb = message = ""
    # Takes the actor, the version and the cleaned data.
    run: Callable[..., object]


class VoteVersionForm(_StepForm):
    act, right, verb = "vote", "plan.vote", "Enregistrer le vote"
    message = "« {} » : le vote est enregistré. Plus rien n’y changera."
    body = SingleLineField(label="Assemblée", max_length=200, help_text="Assemblée plénière, commission permanente…")
    number = SingleLineField(label="Numéro de la délibération", max_length=80)
    on = day_field("Date du vote", initial=today)

    def run(self, body: str, **arguments: Any) -> None:
        vote(assembly=body, **arguments)


class SignVersionForm(_StepForm):
    act, right, verb = "sign", "plan.sign", "Enregistrer la signature"
    message = "« {} » : la signature est enregistrée."
    on = day_field("Date de la signature", initial=today)
    run = staticmethod(sign)


class PutInForceForm(_StepForm):
    act, right, verb = "force", "plan.put_in_force", "Mettre en vigueur"
    message = "« {} » : la date d’effet est enregistrée."
    on = day_field("En vigueur à partir du", initial=today)
    run = staticmethod(put_in_force)


class DiscardDraftForm(_StepForm):
    act, right, message = "discard", "plan.import", "« {} » est abandonné."
    reason = paragraph_field("Pourquoi l’abandonner ?", max_length=2000)
    run = staticmethod(discard_draft)


_NEXT_STEP_BY_STATE = {
    VersionState.DRAFT: VoteVersionForm,
    VersionState.VOTED: SignVersionForm,
    VersionState.SIGNED: PutInForceForm,
}
_ANSWERS = {
    VersionState.DRAFT: "{} : en projet. Après le vote, plus rien n’y changera.",
    VersionState.VOTED: "{} : votée, à signer.",
    VersionState.SIGNED: "{} : signée, à mettre en vigueur.",
    VersionState.IN_FORCE: "{} : en vigueur. Toutes ses étapes sont franchies.",
}


class VersionStepsPage(PlanEditingPage):
    """State of the version, and the next step for those who may take it."""

    template_name, crumb, back = "plan_editing/steps.html", "Étapes", "plan:versions"
    decorators = (requires_reauthentication,)
    error_fields = {"signed_before_vote": "on", "in_force_order": "on"}
    form: _StepForm
    next_step: _StepForm | None
    discard: DiscardDraftForm

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.version = version_by_number(actor=self.actor, plan=self.plan, number=kwargs["number"])
        if not self._may("plan.vote") and not self._may("plan.import"):
            raise PermissionDenied(
                "plan_right",
                "Votre fonction ne permet pas de faire avancer une version du plan.",
                hint="Lisez où elle en est sur la page « Versions », ou demandez-le au pilote du pacte.",
            )

    def breadcrumb(self) -> Sequence[Crumb]:
        version_url = f"{self.url('plan:glance')}?version={self.version.number}"
        return [("Versions", self.back_url), (self.version.label, version_url), (self.crumb, "")]

    def build_form(self) -> _StepForm:
        """The form that was sent, bound. Raises ``Conflict`` when its step is not the next one."""
        is_sent, act = self.request.method == "POST", self.request.POST.get("act", "")
        kind = _NEXT_STEP_BY_STATE.get(VersionState(self.version.state))
        self.next_step = kind(self.request.POST if act == kind.act else None) if kind else None
        self.discard = DiscardDraftForm(self.request.POST if act == DiscardDraftForm.act else None)
        self.form = self.next_step if self.next_step and self.next_step.is_bound else self.discard
        if is_sent and not self.form.is_bound:
            raise Conflict("version_state", "Cette version n’en est plus là.", hint="Rechargez la page.")
        return self.form

    def save(self, data: dict[str, Any]) -> str:
        self.form.run(actor=self.actor, version=self.version, **data)
        # A plan whose only version was a discarded draft is no longer visible.
        if self.form is self.discard and not version_summaries(actor=self.actor, plan=self.plan):
            self.next_url = reverse("plan:home")
        return self.form.message.format(self.version.label)

    def context(self) -> dict[str, Any]:
        step, is_draft = self.next_step, self.version.state == VersionState.DRAFT
        return super().context() | {
            "answer": _ANSWERS[VersionState(self.version.state)].format(self.version.label),
            "form": step if step and self._may(step.right) else None,
            "discard": self.discard if is_draft and self._may(self.discard.right) else None,
            "defects": check_plan(content_of_version(self.version)),
        }

    def _may(self, right: str) -> bool:
        return may(self.actor, right, plan_scope_of_version(self.version))
