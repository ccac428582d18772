"""Appoints the person who acts for a lead of an action, from a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries import organisation_names, people_of_organisations
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.kernel.french import format_day
from pacte.plan.permissions import may
from pacte.plan.queries import (
    content_of_version,
    draft_version,
    lead_organisation_ids,
    people_of_action,
    plan_by_code,
    plan_scope_of_version,
    version_on,
)
from pacte.plan.services import appoint_action_lead
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.accounts.models import Person
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan, PlanVersion

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AppointForm(forms.Form):
    """One field chooses both the person and the organisation: a person acts where they have a post."""

    who = forms.ChoiceField(label="Personne, et organisme pour lequel elle agit")
    on = forms.DateField(label="À partir du", widget=_DAY)
    reason = forms.CharField(label="Motif", required=False, max_length=2000)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def appoint_person(request: HttpRequest, code: str, number: ActionCode) -> HttpResponse:
    """Appoints the person who acts for one of the action's leads."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    version = draft_version(actor=actor, plan=plan) or version_on(actor=actor, plan=plan, on=today())
    content = content_of_version(version)
    row = next((each for each in content.rows if each.number == number), None)
    if row is None:
        raise NotFound
    if not may(actor, "plan.import", plan_scope_of_version(version)):
        raise PermissionDenied(
            "appoint", "Seul le pilote du pacte désigne qui porte une action.", hint="Demandez-le au pilote du pacte."
        )
    names = organisation_names(on=today())
    candidates = _person_choices(actor, version, number)
    form = AppointForm(request.POST if request.method == "POST" else None, initial={"on": today()})
    form.fields["who"].choices = [  # type: ignore[attr-defined]
        (value, f"{person}, pour {names.get(body, '')}") for value, (person, body) in candidates.items()
    ]
    if form.is_valid():
        person, body = candidates[form.cleaned_data["who"]]
        on = form.cleaned_data["on"]
        appoint_action_lead(
            actor=actor,
            plan=plan,
            number=number,
            organisation_id=body,
            person=person,
            on=on,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, f"{person} porte l’action {number} à partir du {format_day(on)}.")
        return HttpResponseRedirect(reverse("plan:action", args=[code, number]))
    ranks = {axis.code: rank for rank, axis in enumerate(content.axes, start=1)}
    values = {
        "plan": plan,
        "nav": "actions",
        "number": number,
        "axis": ranks.get(row.axis_code, 1),
        "form": form,
        "without": _leads_without_person(version, number, candidates, names),
        "holders": people_of_action(actor=actor, plan=plan, number=number),
        "trail": _breadcrumb(plan, number),
    }
    return render(request, "amend/appoint.html", values, status=422 if form.is_bound else 200)


def _person_choices(actor: Actor, version: PlanVersion, number: ActionCode) -> dict[str, tuple[Person, int]]:
    """Candidates by lead of the action: the people who have a post there."""
    return {
        f"{body}-{person.pk}": (person, body)
        for body in lead_organisation_ids(version=version, number=number)
        for person in people_of_organisations(actor=actor, organisation_ids=[body], on=today())
    }


def _leads_without_person(
    version: PlanVersion, number: ActionCode, candidates: dict[str, tuple[Person, int]], names: dict[int, str]
) -> list[str]:
    """Leads of the action for which nobody can act yet."""
    bodies_with_person = {body for _, body in candidates.values()}
    return [
        names.get(body, "")
        for body in lead_organisation_ids(version=version, number=number)
        if body not in bodies_with_person
    ]


def _breadcrumb(plan: Plan, number: ActionCode) -> list[dict[str, str]]:
    return [
        {"label": "Actions", "url": reverse("plan:actions", args=[plan.code])},
        {"label": f"Action {number}", "url": reverse("plan:action", args=[plan.code, number])},
        {"label": "Désigner"},
    ]
