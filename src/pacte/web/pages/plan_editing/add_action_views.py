"""Amendments that add an action or a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied, ValidationError
from pacte.kernel.period import Period
from pacte.plan.permissions import may
from pacte.plan.queries import content_of_version, draft_version, plan_by_code, plan_scope_of_version, version_on
from pacte.plan.records import Lead, PlanContent
from pacte.plan.services import add_period
from pacte.web.form_fields import SingleLineField
from pacte.web.pages.plan_editing.row_form import parse_leads_text
from pacte.web.require_login import require_login
from pacte.workflows.amend_row import propose_action

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan, PlanVersion


def _reason_field() -> forms.CharField:
    return forms.CharField(label="Pourquoi ?", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class AddActionForm(forms.Form):
    title = forms.CharField(label="Intitulé", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    short_title = SingleLineField(label="Intitulé court", required=False, max_length=200)
    operational_code = forms.ChoiceField(label="Objectif")
    description = forms.CharField(
        label="Description", required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 4})
    )
    leads = forms.CharField(
        label="Porteurs",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Un par ligne. Exemples : « Région (DFP) », « GIP ALFA Centre | appui ».",
    )
    reason = _reason_field()

    def clean_leads(self) -> tuple[Lead, ...]:
        return parse_leads_text(self.cleaned_data["leads"])


class AddPeriodForm(forms.Form):
    period = forms.CharField(
        label="Période", max_length=20, help_text="Une année, ou deux jointes : « 2023 », « 2023-2024 »."
    )
    reason = _reason_field()

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except ValidationError as error:
            raise forms.ValidationError(str(error)) from error


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def new_action(request: HttpRequest, code: str) -> HttpResponse:
    """Adds an action under an objective of the plan. Its other fields are filled in on its own form."""
    actor, plan, version, content = _working_draft(request, code)
    form = AddActionForm(request.POST if request.method == "POST" else None)
    form.fields["operational_code"].choices = _objective_choices(content)  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            draft = propose_action(actor=actor, version=version, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, str(error))
        else:
            number = max(set(content_of_version(draft).numbers) - set(content.numbers))
            messages.success(request, f"Action {number} ajoutée à « {draft.label} ». Complétez sa fiche.")
            return HttpResponseRedirect(f"{reverse('plan:action', args=[code, number])}?version={draft.number}")
    return _render_form(
        request, plan, form, "Quelle action ajouter au plan ?", "Ajouter cette action", "Ajouter une action", version
    )


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def new_period(request: HttpRequest, code: str) -> HttpResponse:
    """Adds a column to the calendar."""
    actor, plan, version, _ = _working_draft(request, code)
    form = AddPeriodForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            draft = add_period(
                actor=actor, version=version, period=form.cleaned_data["period"], reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            form.add_error("period", str(error))
        else:
            messages.success(request, f"Période {form.cleaned_data['period'].code} ajoutée à « {draft.label} ».")
            return HttpResponseRedirect(f"{reverse('plan:glance', args=[code])}?version={draft.number}")
    return _render_form(
        request, plan, form, "Quelle période ajouter au calendrier ?", "Ajouter cette période", "Ajouter une période",
        version,
    )  # fmt: skip


def _working_draft(request: HttpRequest, code: str) -> tuple[Actor, Plan, PlanVersion, PlanContent]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    version = draft_version(actor=actor, plan=plan) or version_on(actor=actor, plan=plan, on=today())
    if not may(actor, "plan.reshape", plan_scope_of_version(version)):
        raise PermissionDenied(
            "plan_right",
            "Votre fonction ne permet pas d’ajouter au plan.",
            hint="Proposez-le au pilote du pacte.",
        )
    return actor, plan, version, content_of_version(version)


def _objective_choices(content: PlanContent) -> list[tuple[str, Any]]:
    """Operational objectives, by axis; the strategic ones when the plan has no operational objective."""
    objectives = [each for each in content.objectives if not each.is_strategic] or list(content.objectives)
    groups = []
    for axis in content.axes:
        own = [(each.code, f"{each.code} {each.label[:110]}") for each in objectives if each.axis_code == axis.code]
        if own:
            groups.append((axis.label or axis.code, own))
    return [choice for _, own in groups for choice in own]


def _render_form(
    request: HttpRequest, plan: Plan, form: forms.Form, title: str, verb: str, here: str, version: PlanVersion
) -> HttpResponse:
    values = {
        "plan": plan,
        "nav": "plan",
        "form": form,
        "title": title,
        "verb": verb,
        "here": here,
        "answer": "Elle va au projet d’avenant ; la version en vigueur ne change pas avant le vote.",
        "back": reverse("plan:versions", args=[plan.code]),
        "version": version,
        "trail": [
            {"label": "Versions", "url": reverse("plan:versions", args=[plan.code])},
            {"label": here},
        ],
    }
    return render(request, "amend/enlarge.html", values, status=422 if form.is_bound else 200)
