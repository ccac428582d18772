"""Lifecycle of a version: vote, signature, entry into force, or discarding a draft."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.plan.permissions import may
from pacte.plan.queries import (
    content_of_version,
    plan_by_code,
    plan_scope_of_version,
    version_by_number,
    version_summaries,
)
from pacte.plan.records import VersionState
from pacte.plan.rules.check import check_plan
from pacte.plan.services import discard_draft, put_in_force, sign, vote
from pacte.web.form_fields import SingleLineField
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan, PlanVersion

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DISCARD_ACT = "discard"


class VoteVersionForm(forms.Form):
    body = SingleLineField(label="Assemblée", max_length=200, help_text="Assemblée plénière, commission permanente…")
    number = SingleLineField(label="Numéro de la délibération", max_length=80)
    on = forms.DateField(label="Date du vote", widget=_DAY)


class SignVersionForm(forms.Form):
    on = forms.DateField(label="Date de la signature", widget=_DAY)


class PutInForceForm(forms.Form):
    on = forms.DateField(label="En vigueur à partir du", widget=_DAY)


class DiscardDraftForm(forms.Form):
    reason = forms.CharField(label="Pourquoi l’abandonner ?", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


# Next step by state: act, permission, form, button label.
NEXT_STEP_BY_STATE: dict[VersionState, tuple[str, str, type[forms.Form], str]] = {
    VersionState.DRAFT: ("vote", "plan.vote", VoteVersionForm, "Enregistrer le vote"),
    VersionState.VOTED: ("sign", "plan.sign", SignVersionForm, "Enregistrer la signature"),
    VersionState.SIGNED: ("force", "plan.put_in_force", PutInForceForm, "Mettre en vigueur"),
}


@require_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """State of the version, and the next step for actors who may take it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    version = version_by_number(actor=actor, plan=plan, number=number)
    scope = plan_scope_of_version(version)
    if not may(actor, "plan.vote", scope) and not may(actor, "plan.import", scope):
        raise PermissionDenied(
            "plan_right",
            "Votre fonction ne permet pas de faire avancer une version du plan.",
            hint="Lisez où elle en est sur la page « Versions », ou demandez-le au pilote du pacte.",
        )
    step, right, form_class, verb = NEXT_STEP_BY_STATE.get(VersionState(version.state), ("", "", None, ""))
    act = request.POST.get("act", "")
    form = form_class(request.POST if act == step else None, initial={"on": today()}) if form_class else None
    discard = DiscardDraftForm(request.POST if act == DISCARD_ACT else None)
    status = 200
    if request.method == "POST":
        chosen = discard if act == DISCARD_ACT else form
        if chosen is None or act not in (step, DISCARD_ACT):
            raise Conflict("version_state", "Cette version n’en est plus là.", hint="Rechargez la page.")
        status = 422
        if chosen.is_valid():
            try:
                return _apply_step(request, version, act, chosen.cleaned_data)
            except ValidationError as error:
                chosen.add_error("on" if error.code in _DATE_ERROR_CODES else None, str(error))
    is_draft = version.state == VersionState.DRAFT
    values = {
        "plan": plan,
        "nav": "plan",
        "version": version,
        "answer": _answer(version),
        "step": step,
        "verb": verb,
        "form": form if right and may(actor, right, scope) else None,
        "discard": discard if is_draft and may(actor, "plan.import", scope) else None,
        "defects": check_plan(content_of_version(version)),
        "trail": _breadcrumb(plan, version),
    }
    return render(request, "amend/steps.html", values, status=status)


_DATE_ERROR_CODES = {"signed_before_vote", "in_force_order"}


def _answer(version: PlanVersion) -> str:
    return {
        VersionState.DRAFT: f"{version.label} : en projet. Après le vote, plus rien n’y changera.",
        VersionState.VOTED: f"{version.label} : votée, à signer.",
        VersionState.SIGNED: f"{version.label} : signée, à mettre en vigueur.",
        VersionState.IN_FORCE: f"{version.label} : en vigueur. Toutes ses étapes sont franchies.",
    }[VersionState(version.state)]


def _breadcrumb(plan: Plan, version: PlanVersion) -> list[dict[str, str]]:
    return [
        {"label": "Versions", "url": reverse("plan:versions", args=[plan.code])},
        {"label": version.label, "url": reverse("plan:glance", args=[plan.code]) + f"?version={version.number}"},
        {"label": "Étapes"},
    ]


def _apply_step(request: HttpRequest, version: PlanVersion, act: str, data: dict[str, Any]) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    versions_page = reverse("plan:versions", args=[version.plan.code])
    if act == DISCARD_ACT:
        discard_draft(actor=actor, version=version, reason=data["reason"])
        messages.success(request, f"« {version.label} » est abandonné.")
        # A plan whose only version was this draft is no longer visible.
        return HttpResponseRedirect(
            versions_page if version_summaries(actor=actor, plan=version.plan) else reverse("plan:home")
        )
    day: date = data["on"]
    if act == "vote":
        vote(actor=actor, version=version, assembly=data["body"], number=data["number"], on=day)
        messages.success(request, f"« {version.label} » : le vote est enregistré. Plus rien n’y changera.")
    elif act == "sign":
        sign(actor=actor, version=version, on=day)
        messages.success(request, f"« {version.label} » : la signature est enregistrée.")
    else:
        put_in_force(actor=actor, version=version, on=day)
        messages.success(request, f"« {version.label} » : la date d’effet est enregistrée.")
    return HttpResponseRedirect(versions_page)
