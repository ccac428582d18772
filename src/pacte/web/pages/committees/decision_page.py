"""« Qu’est devenue cette décision ? »: the decision, its steps, and the next step for its owner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries import plan_by_code
from pacte.steering.permissions import decision_scope, may
from pacte.steering.queries.decisions import decision_by_number, decision_summary
from pacte.steering.records.enums import CommitteeState, DecisionEventKind
from pacte.steering.records.meetings import DECISION_EVENT_LABELS, DecisionState
from pacte.steering.rules.decision_status import allowed_next_events
from pacte.steering.rules.pack_decisions import decision_status_label
from pacte.steering.services.decisions import record_decision_event
from pacte.web.form_fields import ChoicesForm, day_field, paragraph_field
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.committees.formatting import decision_fate_badge
from pacte.web.pages.committees.page import CommitteesPage
from pacte.web.request import Request

if TYPE_CHECKING:
    from pacte.steering.models import Decision
    from pacte.steering.records.meetings import DecisionEventRow, DecisionSummary


class DecisionStepForm(ChoicesForm):
    kind = forms.TypedChoiceField(label="Ce qui s’est passé", coerce=DecisionEventKind)
    happened_on = day_field("Le", initial=today)
    note = paragraph_field("En un mot", help_text="Ce qui est fait, vu, ou empêche.")
    due_on = day_field("Nouvelle échéance", required=False, help_text="pour un report")
    check_on = day_field("Nouvelle vérification", required=False, help_text="pour un report")


class DecisionPage(CommitteesPage, FormPage):
    """A decision, also for its owner who may not read committees: then no link leads to pages that answer 404."""

    template_name, form_class, root = (
        "committees/decision.html",
        DecisionStepForm,
        ("Décisions", "committees:decisions"),
    )
    shows_conflicts = True
    decision: Decision
    line: DecisionSummary

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.plan = plan_by_code(actor=self.actor, code=kwargs["code"])
        self.decision = decision_by_number(actor=self.actor, plan=self.plan, number=kwargs["number"])
        self.line = decision_summary(actor=self.actor, decision=self.decision, on=today())
        self.reads_committees = self.may("committee.read")
        self.nav = self.nav if self.reads_committees else ""
        owner = self.decision.owner_id, self.decision.owner_body_id
        scope = decision_scope(self.decision.organisation_id, *owner, by_all=False)
        self.may_follow = may(self.actor, "decision.follow", scope)

    def breadcrumb(self) -> Sequence[Crumb]:
        plan, *registers = super().breadcrumb()
        return [plan, *(registers if self.reads_committees else registers[1:])]

    def below_list(self) -> Sequence[Crumb]:
        return [(self.line.ref, "")]

    @property
    def back_url(self) -> str:
        return self.url("committees:decision", self.decision.number)

    def form_arguments(self) -> dict[str, Any]:
        kinds = allowed_next_events(self.line.status.state)
        return {"choices": {"kind": [(kind.value, _step_label(kind, self.line)) for kind in kinds]}}

    def post(self, request: Request) -> HttpResponseBase:
        if not self.may_follow:
            raise PermissionDenied(
                "decision",
                "Cette décision revient à quelqu’un d’autre.",
                hint="Dites-le à son responsable, ou au pilote.",
            )
        return super().post(request)

    def save(self, data: dict[str, Any]) -> str:
        record_decision_event(actor=self.actor, decision=self.decision, on=today(), **data)
        return f"{self.line.ref} : c’est noté."

    def context(self) -> dict[str, Any]:
        is_issued = self.decision.committee.state == CommitteeState.ISSUED
        return {
            "line": self.line,
            "answer": _answer(self.line),
            "badge": decision_fate_badge(self.line),
            "facts": self._facts(),
            "actions": [
                {"label": f"{each} {self.action_titles.get(each, '')}".strip(), "url": self.url("plan:action", each)}
                for each in self.line.actions
            ],
            "steps": [_step_values(each) for each in reversed(self.line.steps)],
            "form": self.form if self.may_follow else None,
            "change_url": self.url("committees:decision_change", self.decision.number)
            if not is_issued and self.may("decision.take")
            else "",
        }

    def _facts(self) -> list[dict[str, str]]:
        line, status = self.line, self.line.status
        late = f"{pluralise(status.days_late, 'jour')} de retard" if status.is_late else ""
        is_moved = line.due_on is not None and line.due_on != status.due_on
        return [
            {"label": "Responsable", "value": line.owner_label, "note": ""},
            {
                "label": "Échéance",
                "value": format_day(status.due_on) if status.due_on else "sans échéance",
                "note": f"d’abord le {format_day(line.due_on)}" if line.due_on and is_moved else late,
            },
            {"label": "Effet attendu", "value": line.expected_effect or "non dit", "note": ""},
            {
                "label": "À vérifier le",
                "value": format_day(status.check_on) if status.check_on else "pas prévu",
                "note": "",
            },
            {
                "label": "Décidée par",
                "value": line.committee_title,
                "url": self.url("committees:page", line.committee_number) if self.reads_committees else "",
                "note": format_day(line.decided_on),
            },
        ]


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


def _step_values(step: DecisionEventRow) -> dict[str, Any]:
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
