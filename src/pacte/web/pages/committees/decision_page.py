"""« Qu’est devenue cette décision ? »: the decision, its steps, and the next step for its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries import plan_by_code
from pacte.steering.permissions import decision_scope, may
from pacte.steering.queries.decisions import decision_by_number, decision_summary
from pacte.steering.records.enums import CommitteeState, DecisionEventKind
from pacte.steering.records.meetings import DECISION_EVENT_LABELS, DecisionState
from pacte.steering.rules.decision_status import allowed_next_events
from pacte.steering.rules.pack_decisions import decision_status_label
from pacte.steering.services.decisions import record_decision_event
from pacte.web.pages.committees.formatting import decision_fate_badge
from pacte.web.pages.committees.page_context import (
    committee_page_context,
    content_action_titles,
    has_steering_right,
    plan_content_today,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from datetime import date

    from pacte.kernel.actor import Actor
    from pacte.steering.models import Decision
    from pacte.steering.records.meetings import DecisionSummary

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DecisionStepForm(forms.Form):
    kind = forms.ChoiceField(label="Ce qui s’est passé")
    happened_on = forms.DateField(label="Le", widget=_DAY)
    note = forms.CharField(
        label="En un mot", max_length=4000, widget=forms.Textarea, help_text="Ce qui est fait, vu, ou empêche."
    )
    due_on = forms.DateField(label="Nouvelle échéance", required=False, widget=_DAY, help_text="pour un report")
    check_on = forms.DateField(label="Nouvelle vérification", required=False, widget=_DAY, help_text="pour un report")


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    decision = decision_by_number(actor=actor, plan=plan, number=number)
    on = today()
    line = decision_summary(actor=actor, decision=decision, on=on)
    may_follow = may(actor, "decision.follow", _scope(decision))
    data = request.POST if request.method == "POST" else None
    if data is not None and not may_follow:
        raise PermissionDenied(
            "decision", "Cette décision revient à quelqu’un d’autre.", hint="Dites-le à son responsable, ou au pilote."
        )
    form = DecisionStepForm(data, initial={"happened_on": on})
    form.fields["kind"].choices = [  # type: ignore[attr-defined]
        (each.value, _step_label(each, line)) for each in allowed_next_events(line.status.state)
    ]
    if form.is_bound and form.is_valid():
        try:
            _record_decision_step(actor, decision, form.cleaned_data, on)
        except (ValidationError, Conflict) as error:
            form.add_error(error.code if error.code in form.fields else None, str(error))
        else:
            messages.success(request, f"{line.ref} : c’est noté.")
            return HttpResponseRedirect(reverse("committees:decision", args=[code, number]))
    names = content_action_titles(plan_content_today(actor, plan))
    reads_committees = has_steering_right(actor, "committee.read", plan)
    context = (
        committee_page_context(plan, (line.ref, ""), decisions=True)
        if reads_committees
        else _minimal_page_context(plan, line)
    ) | {
        "line": line,
        "answer": _answer(line),
        "badge": decision_fate_badge(line),
        "facts": _facts(line, code, reads_committees),
        "actions": [
            {"label": f"{each} {names.get(each, '')}".strip(), "url": reverse("plan:action", args=[code, each])}
            for each in line.actions
        ],
        "steps": [_step_values(each) for each in reversed(line.steps)],
        "form": form if may_follow else None,
        "change_url": reverse("committees:decision_change", args=[code, number])
        if decision.committee.state != CommitteeState.ISSUED and has_steering_right(actor, "decision.take", plan)
        else "",
    }
    return render(request, "committees/decision.html", context, status=422 if form.is_bound else 200)


def _scope(decision: Decision) -> Any:
    return decision_scope(decision.organisation_id, decision.owner_id, decision.owner_body_id, by_all=False)


def _record_decision_step(actor: Actor, decision: Decision, data: dict[str, Any], on: date) -> None:
    record_decision_event(
        actor=actor,
        decision=decision,
        kind=DecisionEventKind(data["kind"]),
        happened_on=data["happened_on"],
        on=on,
        note=data["note"],
        due_on=data["due_on"],
        check_on=data["check_on"],
    )


def _minimal_page_context(plan: Any, line: DecisionSummary) -> dict[str, Any]:
    """Context for an owner who may not read committees: no link to pages that would answer 404."""
    trail = [{"label": plan.title, "url": reverse("plan:glance", args=[plan.code])}, {"label": line.ref}]
    return {"nav": "", "plan": plan, "plan_code": plan.code, "trail": trail}


def _step_label(kind: DecisionEventKind, line: DecisionSummary) -> str:
    reopened = line.status.state not in (DecisionState.TO_DO, DecisionState.UNDERWAY)
    return (
        "reprise : elle n’était pas finie"
        if kind is DecisionEventKind.PROGRESS and reopened
        else DECISION_EVENT_LABELS[kind]
    )


def _answer(line: DecisionSummary) -> str:
    fate_text = decision_status_label(line).removeprefix(line.status.label)
    text = f"{line.status.label.capitalize()} depuis le {format_day(line.status.since)}{fate_text}."
    if line.status.is_to_check:
        text += " Le jour de vérifier est venu : l’effet attendu est-il là ?"
    if line.status.last_note:
        text += f" Dernier mot : « {line.status.last_note} »"
    return text


def _facts(line: DecisionSummary, code: str, linked: bool) -> list[dict[str, str]]:
    moved = line.due_on != line.status.due_on and line.due_on
    return [
        {"label": "Responsable", "value": line.owner_label, "note": ""},
        {
            "label": "Échéance",
            "value": format_day(line.status.due_on) if line.status.due_on else "sans échéance",
            "note": f"d’abord le {format_day(line.due_on)}" if moved and line.due_on else _late_text(line),
        },
        {"label": "Effet attendu", "value": line.expected_effect or "non dit", "note": ""},
        {
            "label": "À vérifier le",
            "value": format_day(line.status.check_on) if line.status.check_on else "pas prévu",
            "note": "",
        },
        {
            "label": "Décidée par",
            "value": line.committee_title,
            "url": reverse("committees:page", args=[code, line.committee_number]) if linked else "",
            "note": format_day(line.decided_on),
        },
    ]


def _late_text(line: DecisionSummary) -> str:
    return f"{pluralise(line.status.days_late, 'jour')} de retard" if line.status.is_late else ""


def _step_values(step: Any) -> dict[str, Any]:
    dates = (("échéance", step.due_on), ("vérification", step.check_on))
    moved = [f"{word} : {format_day(on)}" for word, on in dates if on]
    return {
        "on": step.happened_on,
        "label": DECISION_EVENT_LABELS[step.kind],
        "by": step.by,
        "note": step.note,
        "moved": ", ".join(moved),
        "late": (step.recorded_at.date() - step.happened_on).days > 1,
        "recorded": step.recorded_at,
    }
