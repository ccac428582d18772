"""« Que demander aux porteurs ? »: the pilot opens a round."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import pluralise
from pacte.plan.queries import plan_by_code, version_on
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.leads import led_actions
from pacte.steering.records import TOPIC_LABELS, RoundTopic
from pacte.steering.services.rounds import open_round
from pacte.web.form_fields import SingleLineField
from pacte.web.pages.rounds.page_context import round_page_context
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.steering.queries.leads import LedActions

_DAY_WIDGET = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}
_FIELD_BY_ERROR_CODE = {
    "due_past": "due_on", "committee_before_due": "committee_on", "label": "label", "topics": "topics",
    "nobody_asked": "numbers",
}  # fmt: skip


class OpenRoundForm(forms.Form):
    label = SingleLineField(label="Nom du tour", max_length=200, help_text="Par exemple « Comité de décembre 2026 ».")
    due_on = forms.DateField(label="Réponses avant le", widget=forms.DateInput(**_DAY_WIDGET))
    committee_on = forms.DateField(label="Date du comité", widget=forms.DateInput(**_DAY_WIDGET))
    topics = forms.MultipleChoiceField(
        label="Ce qui est demandé",
        choices=[(topic.value, TOPIC_LABELS[topic]) for topic in RoundTopic],
        widget=forms.CheckboxSelectMultiple,
    )
    asked = forms.CharField(
        label="Un mot aux porteurs", required=False, max_length=2000, widget=forms.Textarea,
        help_text="Il ouvre leur page et leur message.",
    )  # fmt: skip
    numbers = forms.MultipleChoiceField(
        label="Actions interrogées", widget=forms.CheckboxSelectMultiple,
        help_text="Celles qui courent ; retirez celles que ce comité ne regarde pas.",
    )  # fmt: skip


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    scope = SteeringScope(host_id=plan.organisation_id)
    if not may(actor, "round.read", scope):
        raise NotFound
    if not may(actor, "round.open", scope):
        raise PermissionDenied(
            "round", "Seul le pilote du pacte ouvre un tour.", hint="Demandez-le au pilote du pacte."
        )
    on = today()
    led = led_actions(actor=actor, version=version_on(actor=actor, plan=plan, on=on), on=on)
    running = [action for action in led.values() if action.is_running]
    form = OpenRoundForm(request.POST if request.method == "POST" else None, initial=_initial(led, on))
    form.fields["numbers"].choices = [  # type: ignore[attr-defined]
        (str(each.number), f"{each.number} · {each.name}" + ("" if each.people else " — personne n’agit"))
        for each in running
    ]
    if form.is_valid():
        try:
            plan_round = open_round(
                actor=actor, plan=plan, on=on, address=reverse("rounds:desk"), **_round_arguments(form)
            )
        except ValidationError as error:
            form.add_error(_FIELD_BY_ERROR_CODE.get(error.code), str(error))
        else:
            messages.success(request, f"Le tour « {plan_round.label} » est ouvert : chaque porteur a son message.")
            return HttpResponseRedirect(reverse("rounds:round", args=[plan_round.pk]))
    context = round_page_context(code, plan.title, ("Ouvrir", "")) | {
        "title": "Que demander aux porteurs ?",
        "answer": _answer(plan, led),
        "form": form,
        "back": reverse("rounds:list", args=[code]),
    }
    return render(request, "rounds/open.html", context, status=422 if form.is_bound else 200)


def _initial(led: LedActions, on: date) -> dict[str, Any]:
    return {
        "due_on": on + timedelta(days=14),
        "committee_on": on + timedelta(days=28),
        "topics": [topic.value for topic in RoundTopic],
        "numbers": [str(each.number) for each in led.values() if each.is_running],
    }


def _round_arguments(form: OpenRoundForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "label": data["label"],
        "due_on": data["due_on"],
        "committee_on": data["committee_on"],
        "instructions": data["asked"],
        "topics": [RoundTopic(each) for each in data["topics"]],
        "numbers": {ActionCode(each) for each in data["numbers"]},
    }


def _answer(plan: Plan, led: LedActions) -> str:
    running = [action for action in led.values() if action.is_running]
    people = {action.people[0].person_id for action in running if action.people}
    vacant = sum(not action.people for action in running)
    text = f"{pluralise(len(running), 'action court', 'actions courent')} ; {pluralise(len(people), 'personne')} en "
    text += "répond." if len(people) < 2 else "répondent."
    if vacant:
        text += f" {pluralise(vacant, 'action n’a', 'actions n’ont')} personne : vous pourrez répondre pour elles."
    return text
