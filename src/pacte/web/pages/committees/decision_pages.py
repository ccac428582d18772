"""« Que sont devenues les décisions ? »: the register, with its filters in the URL, as a page and as a workbook.

Then one decision, its steps, and the next step for its owner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from pacte.exchange.documents.pack_statement import MEDIA_TYPE, write_decision_register
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import deny_unless
from pacte.kernel.french import fold_text, format_day, pluralise
from pacte.plan.queries import plan_by_code
from pacte.steering.permissions import decision_scope, may
from pacte.steering.queries.decisions import decision_by_number, decision_summaries, decision_summary
from pacte.steering.records.enums import CommitteeState, DecisionEventKind
from pacte.steering.records.meetings import DECISION_EVENT_LABELS, DecisionEventRow, DecisionState, DecisionSummary
from pacte.steering.rules.decision_status import allowed_next_events, group_due_decisions
from pacte.steering.rules.pack_decisions import decision_status_label
from pacte.steering.services.decisions import record_decision_event
from pacte.web.downloads import file_response
from pacte.web.filter_form import FilterForm
from pacte.web.form_fields import ActionCodeFormField, ChoicesForm, day_field, paragraph_field
from pacte.web.heavy_views import heavy_view
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.committees.page import CommitteesPage, decision_fate_badge, decision_table, is_demo_instance
from pacte.web.request import Request

if TYPE_CHECKING:
    from pacte.steering.models import Decision


_STATES: dict[str, tuple[str, Callable[[DecisionSummary], bool]]] = {
    "en-retard": ("en retard", lambda line: line.status.is_late),
    "a-verifier": ("effet à vérifier", lambda line: line.status.is_to_check),
    "en-cours": ("encore ouvertes", lambda line: not line.status.is_closed),
    "closes": ("closes", lambda line: line.status.is_closed),
}
_CHIPS = {"etat": "{}", "action": "action {}", "responsable": "responsable : {}", "mots": "mots : {}"}


class DecisionFilterForm(FilterForm):
    """Unknown values are ignored, so that old links still work."""

    etat = forms.ChoiceField(
        label="État", choices=[("", "tous"), *((value, label) for value, (label, _) in _STATES.items())]
    )
    action = ActionCodeFormField(label="Action", widget=forms.Select)
    responsable = forms.ChoiceField()
    mots = forms.CharField(label="Mots", widget=forms.TextInput({"type": "search"}))

    def keeps(self, line: DecisionSummary) -> bool:
        state, action, owner, words = (self.values[name] for name in ("etat", "action", "responsable", "mots"))
        return (
            (not state or _STATES[state][1](line))
            and (not action or action in line.actions)
            and (not owner or line.owner_label == owner)
            and fold_text(words or "") in fold_text(f"{line.ref} {line.text} {line.expected_effect}")
        )


class RegisterPage(CommitteesPage):
    """The decisions of the plan, and those that the filters of the URL keep."""

    root = ("Décisions", "committees:decisions")

    @cached_property
    def decisions(self) -> list[DecisionSummary]:
        return list(decision_summaries(actor=self.actor, plan=self.plan, on=today()))

    @cached_property
    def filters(self) -> DecisionFilterForm:
        form = DecisionFilterForm(self.request.GET, auto_id="f-%s")
        owners = sorted({line.owner_label for line in self.decisions}, key=fold_text)
        numbers = sorted({number for line in self.decisions for number in line.actions})
        form.fields["responsable"] = forms.ChoiceField(
            label="Responsable", required=False, choices=[("", "tous"), *((owner, owner) for owner in owners)]
        )
        form.fields["action"].widget.choices = [
            ("", "toutes"),
            *((str(number), f"{number} {self.action_titles.get(number, '')}") for number in numbers),
        ]
        return form

    @cached_property
    def matching(self) -> list[DecisionSummary]:
        return [line for line in self.decisions if self.filters.keeps(line)]


@RegisterPage.view(template_name="committees/register.html")
def register(page: RegisterPage) -> dict[str, Any]:
    values = {name: value for name, value in page.filters.values.items() if value}
    shown = values | ({"etat": _STATES[values["etat"]][0]} if "etat" in values else {})
    return {
        "answer": _register_answer(page.decisions),
        "decisions": decision_table(
            page,
            page.matching,
            id="registre-table",
            caption="Décisions",
            empty="Aucune décision ne répond à ces filtres." if values else "Aucun comité n’a encore décidé.",
        ),
        "count": f"{pluralise(len(page.matching), 'décision')} sur {len(page.decisions)}",
        "chips": [
            {"label": _CHIPS[name].format(value), "url": page.filters.querystring(**{name: ""}) or "?"}
            for name, value in shown.items()
        ],
        "filters": page.filters,
        "file_url": page.url("committees:register_file") + page.filters.querystring(),
        "clear_url": page.url("committees:decisions"),
        "list_url": page.url("committees:list"),
    }


@RegisterPage.view(decorators=(heavy_view,))
def register_file(page: RegisterPage) -> HttpResponse:
    """The decisions shown on the page, with the same filters."""
    on = today()
    data = write_decision_register(page.plan.title, page.matching, on=on, synthetic=is_demo_instance())
    return file_response(data, MEDIA_TYPE, f"{page.plan.code}_decisions_{on:%Y-%m-%d}.xlsx")


def _register_answer(decisions: list[DecisionSummary]) -> str:
    if not decisions:
        return "Aucune décision n’est encore écrite."
    open_count = sum(not line.status.is_closed for line in decisions)
    text = pluralise(len(decisions), "décision")
    if not open_count:
        return f"{text}, toutes closes."
    text += f" ; {pluralise(open_count, 'est encore ouverte', 'sont encore ouvertes')}"
    pressing_text = _pressing_text(decisions, today())
    return f"{text} : {pressing_text}." if pressing_text else f"{text}, rien ne presse."


def _pressing_text(lines: list[DecisionSummary], on: date) -> str:
    """« 2 en retard, 1 à vérifier, 3 dans les quinze jours »."""
    due = group_due_decisions(lines, on)
    parts = [(due.late, "en retard"), (due.to_check, "à vérifier"), (due.soon, "dans les quinze jours")]
    return ", ".join(f"{len(decisions)} {word}" for decisions, word in parts if decisions)


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
        deny_unless(
            self.may_follow,
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
    status = line.status
    fate_text = decision_status_label(line).removeprefix(status.label)
    check = " Le jour de vérifier est venu : l’effet attendu est-il là ?" if status.is_to_check else ""
    last = f" Dernier mot : « {status.last_note} »" if status.last_note else ""
    return f"{status.label.capitalize()} depuis le {format_day(status.since)}{fate_text}.{check}{last}"


def _step_values(step: DecisionEventRow) -> dict[str, Any]:
    dates = (("échéance", step.due_on), ("vérification", step.check_on))
    moved = [f"{word} : {format_day(on)}" for word, on in dates if on]
    return {
        "on": step.happened_on,
        "label": DECISION_EVENT_LABELS[step.kind],
        "by": step.by,
        "note": step.note,
        "moved": ", ".join(moved),
        "late": (paris_date(step.recorded_at) - step.happened_on).days > 1,
        "recorded": step.recorded_at,
    }
