"""« Que décide-t-on ? »: the page that stays open during the meeting. One form, usable with the keyboard only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries import organisations, visible_people
from pacte.kernel.action_codes import ActionCode, is_action_code, normalise_action_code
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.steering.queries.committees import committee_summary, frozen_pack
from pacte.steering.queries.decisions import (
    decided_answer_ids,
    decision_by_number,
    decision_summary,
    decisions_of_committee,
)
from pacte.steering.records.enums import CommitteeState
from pacte.steering.services.committees import mark_committee_held
from pacte.steering.services.decisions import DecisionInput, change_decision, take_decision, withdraw_decision
from pacte.web.pages.committees.formatting import decision_table_columns, decision_table_row
from pacte.web.pages.committees.page_context import (
    committee_page_context,
    committee_url,
    content_action_titles,
    plan_content_today,
    plan_with_readable_committees,
    readable_committee,
    require_steering_right,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.steering.records.meetings import DecisionSummary
    from pacte.steering.records.pack import Pack

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_FIRST_FIELD = "#id_text"


class DecisionForm(forms.Form):
    """Fields in speaking order: what, which action, who, by when, expected effect, check date."""

    text = forms.CharField(
        label="Décision", max_length=4000, widget=forms.Textarea, help_text="Une phrase qui commence par un verbe."
    )
    actions = forms.CharField(
        label="Actions concernées", required=False, max_length=200, help_text="Leurs numéros : « 18, 21 »."
    )
    owner = forms.ChoiceField(label="Responsable", required=False)
    due_on = forms.DateField(label="Échéance", required=False, widget=_DAY)
    expected_effect = forms.CharField(
        label="Effet attendu", required=False, max_length=4000, widget=forms.TextInput,
        help_text="Ce qu’on verra si elle marche.",
    )  # fmt: skip
    check_on = forms.DateField(label="À vérifier le", required=False, widget=_DAY)
    asked = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_actions(self) -> tuple[ActionCode, ...]:
        typed = self.cleaned_data["actions"]
        codes = [normalise_action_code(part) for part in re.split(r"[\s,;]+", typed) if part]
        if not all(map(is_action_code, codes)):
            raise forms.ValidationError(f"« {typed} » n’est pas une suite de numéros. Écrivez par exemple « 18, 21 ».")
        return tuple(dict.fromkeys(codes))

    @property
    def decision_input(self) -> DecisionInput:
        values = self.cleaned_data
        kind, _, rest = values["owner"].partition("-")
        person, _, body = rest.partition("-")
        return DecisionInput(
            text=values["text"],
            numbers=values["actions"],
            owner_id=int(person) if kind == "p" else None,
            owner_body_id=_parse_body_id(kind, person, body),
            due_on=values["due_on"],
            expected_effect=values["expected_effect"],
            check_on=values["check_on"],
        )


def _parse_body_id(kind: str, person: str, body: str) -> int | None:
    """« p-12-3 » is a person for a body, « p-12- » a person alone, « o-3 » a body alone."""
    body_id = body if kind == "p" else person
    return int(body_id) if body_id else None


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = readable_committee(actor, code, number)
    require_steering_right(actor, "decision.take", committee.plan)
    line = committee_summary(actor=actor, committee=committee)
    if line.state is CommitteeState.ISSUED:
        raise Conflict("committee_state", "Le relevé est envoyé : rien ne s’y ajoute.", hint="Lisez le relevé.")
    on = today()
    pack = frozen_pack(actor=actor, committee=committee)
    here = committee_url("meeting", line, code)
    if request.method == "POST" and request.POST.get("act") == "hold":
        mark_committee_held(actor=actor, committee=committee, on=on)
        messages.success(request, "La séance est tenue.")
        return HttpResponseRedirect(committee_url("page", line, code))
    data = request.POST if request.method == "POST" else None
    form = _decision_form(actor, data, _initial_from_request(pack, request.GET.get("demande", "")))
    if form.is_bound and form.is_valid():
        try:
            decision = take_decision(
                actor=actor,
                committee=committee,
                decision_input=form.decision_input,
                on=on,
                answer_id=form.cleaned_data["asked"],
            )
        except ValidationError as error:
            form.add_error(error.code if error.code in form.fields else None, str(error))
        else:
            messages.success(request, f"D-{decision.number} est écrite.")
            return HttpResponseRedirect(here + _FIRST_FIELD)
    decision_list = decisions_of_committee(actor=actor, committee_id=committee.pk, on=max(on, line.held_on))
    names = content_action_titles(plan_content_today(actor, committee.plan))
    context = committee_page_context(
        committee.plan, (line.title, committee_url("page", line, code)), ("Séance", "")
    ) | {
        "line": line,
        "answer": _answer(
            line.held_on > on, format_day(line.held_on), len(decision_list), len(pack.asks) if pack else 0
        ),
        "form": form,
        "is_early": line.held_on > on,
        "may_hold": line.state is CommitteeState.PLANNED and line.held_on <= on,
        "asks": _request_values(pack, decided_answer_ids(actor=actor, committee=committee), here),
        "columns": [*decision_table_columns(), {"label": "Corriger"}],
        "rows": [_row(each, code, names) for each in decision_list],
        "back": committee_url("page", line, code),
        "statement_url": committee_url("statement", line, code),
    }
    return render(request, "committees/meeting.html", context, status=422 if form.is_bound else 200)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Corrects or withdraws a decision, until the statement is issued."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_with_readable_committees(actor, code)
    decision = decision_by_number(actor=actor, plan=plan, number=number)
    require_steering_right(actor, "decision.take", plan)
    if decision.committee.state == CommitteeState.ISSUED:
        raise Conflict(
            "committee_state",
            "Le relevé est envoyé : la décision ne change plus.",
            hint="Notez ce qui se passe comme une étape.",
        )
    back = reverse("committees:meeting", args=[code, decision.committee.number])
    if request.POST.get("act") == "withdraw":
        withdraw_decision(actor=actor, decision=decision)
        messages.success(request, f"D-{number} est retirée.")
        return HttpResponseRedirect(back)
    data = request.POST if request.method == "POST" else None
    form = _decision_form(actor, data, _initial(decision_summary(actor=actor, decision=decision, on=today())))
    if form.is_bound and form.is_valid():
        try:
            change_decision(actor=actor, decision=decision, decision_input=form.decision_input)
        except ValidationError as error:
            form.add_error(error.code if error.code in form.fields else None, str(error))
        else:
            messages.success(request, f"D-{number} est corrigée.")
            return HttpResponseRedirect(back + _FIRST_FIELD)
    trail = (decision.committee.title, reverse("committees:page", args=[code, decision.committee.number]))
    context = committee_page_context(plan, trail, ("Séance", back), (f"D-{number}", "")) | {
        "decision": decision,
        "form": form,
        "back": back,
    }
    return render(request, "committees/decision_change.html", context, status=422 if form.is_bound else 200)


def _decision_form(actor: Actor, data: Any, initial: dict[str, Any]) -> DecisionForm:
    form = DecisionForm(data, initial=initial)
    form.fields["owner"].choices = _owner_choices(actor)  # type: ignore[attr-defined]
    return form


def _owner_choices(actor: Actor) -> list[tuple[str, str]]:
    """People with a post first, with the body of the post; then bodies alone."""
    on = today()
    named = [
        (f"p-{person.person_id}-{post.organisation_id}", f"{person.name} ({post.organisation})")
        for person in visible_people(actor=actor, on=on)
        if person.is_active
        for post in person.memberships
        if post.is_in_force(on)
    ]
    bodies = [(f"o-{line.organisation_id}", line.name) for line in organisations(actor=actor, on=on)]
    return [("", "à désigner"), *dict(named).items(), *bodies]


def _initial(line: DecisionSummary) -> dict[str, Any]:
    owner = ""
    if line.owner_id:
        owner = f"p-{line.owner_id}-{line.owner_body_id or ''}"
    elif line.owner_body_id:
        owner = f"o-{line.owner_body_id}"
    return {
        "text": line.text,
        "actions": ", ".join(map(str, line.actions)),
        "owner": owner,
        "due_on": line.due_on,
        "expected_effect": line.expected_effect,
        "check_on": line.check_on,
    }


def _initial_from_request(pack: Pack | None, ref: str) -> dict[str, Any]:
    """Initial values of the form from a decision requested by a lead."""
    ask = next((each for each in pack.asks if each.ref == ref), None) if pack else None
    if ask is None:
        return {}
    return {"text": ask.text, "actions": str(ask.number or ""), "asked": ask.answer_id}


def _request_values(pack: Pack | None, decided_ids: frozenset[int], here: str) -> list[dict[str, Any]]:
    """Requested decisions with their link to the form; those already decided are flagged."""
    return [
        {"ask": ask, "url": f"{here}?demande={ask.ref}{_FIRST_FIELD}", "is_taken": ask.answer_id in decided_ids}
        for ask in (pack.asks if pack else ())
    ]


def _row(line: DecisionSummary, code: str, names: dict[ActionCode, str]) -> list[Any]:
    url = reverse("committees:decision_change", args=[code, line.number])
    return [*decision_table_row(line, code, names), {"text": "Corriger", "url": url}]


def _answer(is_early: bool, on: str, decision_count: int, request_count: int) -> str:
    if is_early:
        return f"La séance est le {on} : on n’écrit pas encore de décision."
    count_text = (
        pluralise(decision_count, "décision écrite", "décisions écrites")
        if decision_count
        else "Aucune décision n’est écrite"
    )
    return f"{count_text} ; {pluralise(request_count, 'demandée', 'demandées')} par les porteurs et l’ordre du jour."
