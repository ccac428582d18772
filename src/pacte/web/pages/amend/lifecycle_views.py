"""The life of a version: vote, signature, entry into force; and who acts for a lead."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries import organisation_names, people_for
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, Invalid, Refused
from pacte.plan.models import PlanVersion
from pacte.plan.permissions import may
from pacte.plan.queries import content_of, lead_bodies_of, people_of, plan_by_code, scope_of, version_by_number
from pacte.plan.queries import version_on, working_version
from pacte.plan.records import VersionState
from pacte.plan.rules.check import check
from pacte.plan.services import appoint, discard_draft, put_in_force, sign, vote

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VoteForm(forms.Form):
    body = forms.CharField(label="Assemblée", max_length=200, help_text="Assemblée plénière, commission permanente…")
    number = forms.CharField(label="Numéro de la délibération", max_length=80)
    on = forms.DateField(label="Date du vote", widget=_DAY)


class DayForm(forms.Form):
    on = forms.DateField(label="Date", widget=_DAY)


class DiscardForm(forms.Form):
    reason = forms.CharField(label="Pourquoi l’abandonner ?", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class AppointForm(forms.Form):
    """Who acts, for which lead of the action, from when."""

    organisation = forms.TypedChoiceField(label="Pour le compte de", coerce=int)
    person = forms.TypedChoiceField(label="Personne", coerce=int)
    on = forms.DateField(label="À partir du", widget=_DAY)
    reason = forms.CharField(label="Motif", required=False, max_length=2000)


# What comes next, by state: the act, its right, its form.
STEPS = {
    VersionState.DRAFT: ("vote", "plan.vote", VoteForm),
    VersionState.VOTED: ("sign", "plan.sign", DayForm),
    VersionState.SIGNED: ("force", "plan.put_in_force", DayForm),
}


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Where the version stands, and the next step for who may take it."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    version = version_by_number(actor=actor, plan=plan, number=number)
    state = VersionState(version.state)
    step, right, form_class = STEPS.get(state, ("", "", None))
    allowed = bool(right) and may(actor, right, scope_of(version))
    act = request.POST.get("act", "")
    form = form_class(request.POST if act == step else None, initial={"on": today()}) if form_class else None
    discard = DiscardForm(request.POST if act == "discard" else None)
    if request.method == "POST":
        chosen = discard if act == "discard" else form
        if chosen is None or act not in (step, "discard"):
            raise Conflict("version_state", "Cette version n’en est plus là.", todo="Rechargez la page.")
        if chosen.is_valid():
            try:
                return _take(request, version, act, chosen.cleaned_data)
            except Invalid as error:
                chosen.add_error(None, str(error))
    values = {
        "plan": plan,
        "version": version,
        "state": state.value,
        "step": step,
        "form": form if allowed else None,
        "discard": discard if state is VersionState.DRAFT and may(actor, "plan.import", scope_of(version)) else None,
        "defects": check(content_of(version)),
    }
    return render(request, "amend/steps.html", values, status=422 if request.method == "POST" else 200)


def _take(request: HttpRequest, version: PlanVersion, act: str, given: dict[str, object]) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    versions_page = reverse("plan:versions", args=[version.plan.code])
    if act == "discard":
        discard_draft(actor=actor, version=version, reason=str(given["reason"]))
        messages.success(request, f"« {version.label} » est abandonné.")
        return HttpResponseRedirect(versions_page)
    day = given["on"]
    assert isinstance(day, date)  # noqa: S101  The form's field is a date.
    if act == "vote":
        vote(actor=actor, version=version, body=str(given["body"]), number=str(given["number"]), on=day)
        messages.success(request, f"« {version.label} » est votée : rien n’y changera plus.")
    elif act == "sign":
        sign(actor=actor, version=version, on=day)
        messages.success(request, f"« {version.label} » est signée.")
    else:
        put_in_force(actor=actor, version=version, on=day)
        messages.success(request, f"« {version.label} » est en vigueur.")
    return HttpResponseRedirect(versions_page)


@require_http_methods(["GET", "HEAD", "POST"])
def appoint_person(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Names the person who acts for one of the action's leads."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    version = working_version(actor=actor, plan=plan) or version_on(actor=actor, plan=plan, on=today())
    if not may(actor, "plan.import", scope_of(version)):
        raise Refused("appoint", "Seul le pilote du pacte désigne qui porte une action.")
    names = organisation_names(on=today())
    bodies = lead_bodies_of(version=version, number=number)
    people = {person.pk: person for person in people_for(actor=actor, organisation_ids=bodies, on=today())}
    form = AppointForm(request.POST or None, initial={"on": today()})
    form.fields["organisation"].choices = [(body, names.get(body, "")) for body in bodies]
    form.fields["person"].choices = [(key, str(person)) for key, person in people.items()]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        appoint(
            actor=actor,
            plan=plan,
            number=number,
            organisation_id=given["organisation"],
            person=people[given["person"]],
            on=given["on"],
            reason=given["reason"],
        )
        messages.success(request, f"{people[given['person']]} porte l’action {number} à partir du {given['on']:%d/%m/%Y}.")
        return HttpResponseRedirect(reverse("plan:action", args=[code, number]))
    values = {
        "plan": plan,
        "number": number,
        "form": form,
        "has_bodies": bool(bodies),
        "holders": people_of(actor=actor, plan=plan, number=number),
        "names": names,
    }
    return render(request, "amend/appoint.html", values, status=422 if request.method == "POST" else 200)
