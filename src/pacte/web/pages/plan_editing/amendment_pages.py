"""Pages that change a plan, in its draft when there is one: base classes; new action, new period, appointed person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.accounts.queries import organisation_names, people_of_organisations
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied, ValidationError, ensure_found
from pacte.kernel.french import format_day
from pacte.kernel.period import Period
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
from pacte.plan.records import Lead, PlanContent, PlanRow
from pacte.plan.services import add_period, appoint_action_lead
from pacte.web.form_fields import ChoicesForm, SingleLineField, day_field, paragraph_field
from pacte.web.page import Crumb, FormPage, PageContext
from pacte.workflows.amend_row import propose_action

if TYPE_CHECKING:
    from pacte.accounts.models import Person
    from pacte.plan.models import Plan, PlanVersion

_LEAD_PATTERN = re.compile(r"^(?P<organisation>[^(|]+?)\s*(?:\((?P<service>[^)]*)\))?\s*(?:\|\s*(?P<note>.*))?$")


class PlanEditingPage(FormPage):
    """A form about the plan of its URL."""

    nav = "plan"
    plan: Plan
    version: PlanVersion
    # Where to go once the act is done, when it is not ``back``.
    next_url = ""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.plan = plan_by_code(actor=self.actor, code=kwargs["code"])

    def url(self, name: str, *args: object) -> str:
        """URL of a page of the plan."""
        return super().url(name, self.plan.code, *args)

    @property
    def success_url(self) -> str:
        return self.next_url or self.back_url

    def page_context(self) -> PageContext:
        return PageContext(actor=self.actor, nav=self.nav, breadcrumb=self.breadcrumb(), plan=self.plan)

    def context(self) -> dict[str, Any]:
        return {"version": self.version}


class PlanAmendmentPage(PlanEditingPage):
    """For those with ``right`` on the draft, or on the version in force. ``refusal``: code, message and hint."""

    back = "plan:versions"
    intro = "Elle va au projet d’avenant ; la version en vigueur ne change pas avant le vote."
    right = "plan.reshape"
    refusal = ("plan_right", "Votre fonction ne permet pas d’ajouter au plan.", "Proposez-le au pilote du pacte.")
    content: PlanContent

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.version = draft_version(actor=self.actor, plan=self.plan) or version_on(
            actor=self.actor, plan=self.plan, on=today()
        )
        self.content = content_of_version(self.version)
        self.load_row(kwargs)
        if not may(self.actor, self.right, plan_scope_of_version(self.version, kwargs.get("key", ""))):
            code, message, hint = self.refusal
            raise PermissionDenied(code, message, hint=hint)

    def load_row(self, url: Mapping[str, Any]) -> None:
        """What the URL names beyond the plan. Raises ``NotFound``."""

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Versions", self.url("plan:versions")), *super().breadcrumb()]

    def go_to_draft(self, draft: PlanVersion, name: str, *args: object) -> None:
        """After the act, shows that page as it is in the draft."""
        self.next_url = f"{self.url(name, *args)}?version={draft.number}"


class ActionAmendmentPage(PlanAmendmentPage):
    """About one action, or one of its rows when the URL has its key."""

    nav = "actions"
    number: ActionCode
    row: PlanRow

    def load_row(self, url: Mapping[str, Any]) -> None:
        rows = self.content.rows_of(url["number"])
        row = ensure_found(next((each for each in rows if url.get("key", each.key) == each.key), None))
        self.number, self.row = url["number"], row

    @property
    def back_url(self) -> str:
        return self.url("plan:action", self.number)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Actions", self.url("plan:actions")), (f"Action {self.number}", self.back_url), (self.crumb, "")]

    def context(self) -> dict[str, Any]:
        ranks = {axis.code: rank for rank, axis in enumerate(self.content.axes, start=1)}
        return super().context() | {"number": self.number, "axis": ranks.get(self.row.axis_code, 1)}


class LeadsField(forms.CharField):
    """One lead per line: « Région (DFP) », « GIP ALFA Centre | appui »."""

    def __init__(self) -> None:
        super().__init__(
            label="Porteurs",
            required=False,
            max_length=4000,
            widget=forms.Textarea,
            help_text="Un par ligne. Exemples : « Région (DFP) », « GIP ALFA Centre | appui ».",
        )

    def clean(self, value: Any) -> tuple[Lead, ...]:
        return tuple(_parse_lead(line) for line in split_lines(super().clean(value)))


def _parse_lead(line: str) -> Lead:
    match = _LEAD_PATTERN.match(line)
    if not match:
        raise forms.ValidationError(f"« {line} » ne se lit pas. Écrivez « Organisme (Service) ».")
    note = (match["note"] or "").strip()
    return Lead(
        organisation=match["organisation"].strip(),
        service=(match["service"] or "").strip(),
        role="appui" if note == "appui" else "",
        note="" if note == "appui" else note,
    )


def split_lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


class AddActionForm(ChoicesForm):
    title = paragraph_field("Intitulé", max_length=2000)
    short_title = SingleLineField(label="Intitulé court", required=False, max_length=200)
    operational_code = forms.ChoiceField(label="Objectif")
    description = paragraph_field("Description", required=False, max_length=20000)
    leads = LeadsField()
    reason = paragraph_field("Pourquoi ?", max_length=2000)


class AddPeriodForm(forms.Form):
    period = forms.CharField(
        label="Période", max_length=20, help_text="Une année, ou deux jointes : « 2023 », « 2023-2024 »."
    )
    reason = paragraph_field("Pourquoi ?", max_length=2000)

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except ValidationError as error:
            raise forms.ValidationError(str(error)) from error


@PlanAmendmentPage.view(
    template_name="plan_editing/enlarge.html",
    form_class=AddActionForm,
    form_arguments=lambda page: {"choices": {"operational_code": _objective_choices(page.content)}},
    title="Quelle action ajouter au plan ?",
    submit_label="Ajouter cette action",
    crumb="Ajouter une action",
)
def new_action(page: PlanAmendmentPage, data: dict[str, Any]) -> str:
    """Adds an action under an objective of the plan. Its other fields are filled in on its own form."""
    draft = propose_action(actor=page.actor, version=page.version, **data)
    number = max(set(content_of_version(draft).numbers) - set(page.content.numbers))
    page.go_to_draft(draft, "plan:action", number)
    return f"Action {number} ajoutée à « {draft.label} ». Complétez sa fiche."


@PlanAmendmentPage.view(
    template_name="plan_editing/enlarge.html",
    form_class=AddPeriodForm,
    error_fields={"period_taken": "period", "period_hole": "period", "plan_defects": "period"},
    title="Quelle période ajouter au calendrier ?",
    submit_label="Ajouter cette période",
    crumb="Ajouter une période",
)
def new_period(page: PlanAmendmentPage, data: dict[str, Any]) -> str:
    """Adds a column to the calendar."""
    draft = add_period(actor=page.actor, version=page.version, **data)
    page.go_to_draft(draft, "plan:glance")
    return f"Période {data['period'].code} ajoutée à « {draft.label} »."


def _objective_choices(content: PlanContent) -> list[tuple[str, str]]:
    """Operational objectives, by axis; the strategic ones when the plan has no operational objective."""
    objectives = [each for each in content.objectives if not each.is_strategic] or content.objectives
    return [
        (each.code, f"{each.code} {each.label[:110]}")
        for axis in content.axes
        for each in objectives
        if each.axis_code == axis.code
    ]


class AppointForm(ChoicesForm):
    """One field chooses both the person and the organisation: a person acts where they have a post."""

    who = forms.ChoiceField(label="Personne, et organisme pour lequel elle agit")
    on = day_field("À partir du", initial=today)
    reason = forms.CharField(label="Motif", required=False, max_length=2000)


class AppointPage(ActionAmendmentPage):
    """Appoints the person who acts for a lead of an action, from a date."""

    template_name, form_class, crumb = "plan_editing/appoint.html", AppointForm, "Désigner"
    right = "plan.import"
    refusal = ("appoint", "Seul le pilote du pacte désigne qui porte une action.", "Demandez-le au pilote du pacte.")
    candidates: dict[str, tuple[Person, int]]

    def load_row(self, url: Mapping[str, Any]) -> None:
        super().load_row(url)
        self.names = organisation_names(on=today())
        self.lead_ids = lead_organisation_ids(version=self.version, number=self.number)
        self.candidates = {
            f"{body}-{person.pk}": (person, body)
            for body in self.lead_ids
            for person in people_of_organisations(actor=self.actor, organisation_ids=[body], on=today())
        }

    def form_arguments(self) -> dict[str, Any]:
        people = [
            (key, f"{person}, pour {self.names.get(body, '')}") for key, (person, body) in self.candidates.items()
        ]
        return {"choices": {"who": people}}

    def save(self, data: dict[str, Any]) -> str:
        person, body = self.candidates[data.pop("who")]
        appoint_action_lead(
            actor=self.actor, plan=self.plan, number=self.number, organisation_id=body, person=person, **data
        )
        return f"{person} porte l’action {self.number} à partir du {format_day(data['on'])}."

    def context(self) -> dict[str, Any]:
        bodies_with_person = {body for _, body in self.candidates.values()}
        return super().context() | {
            "without": [self.names.get(body, "") for body in self.lead_ids if body not in bodies_with_person],
            "holders": people_of_action(actor=self.actor, plan=self.plan, number=self.number),
        }
