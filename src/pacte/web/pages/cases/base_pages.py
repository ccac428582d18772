"""Base classes of the pages of cases (the list, one case, its forms), and the opening form of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms

from pacte.accounts.queries.assignable_people import assignable_people
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import deny_unless, hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.permissions import may
from pacte.procedures.queries import (
    CaseDueDateRow,
    CaseSummary,
    case_action_choices,
    case_by_number,
    may_list_cases,
)
from pacte.procedures.queries.offered import procedures_of_action
from pacte.procedures.records.cases import DueDateUrgency
from pacte.procedures.services import open_case
from pacte.procedures.services.guards import refuse_unless
from pacte.web.form_fields import ChoicesForm, text_field
from pacte.web.page import Crumb, PlanFormPage, PlanPage
from pacte.web.pages.cases.forms import NOBODY

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from pacte.accounts.models import Person
    from pacte.procedures.records.description import Procedure


class CaseListPage(PlanPage):
    """A page under the list of cases."""

    nav = "cases"
    stylesheet = "pacte/css/cases.css"
    is_dated = False

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Dossiers", self.url("cases:list")), *super().breadcrumb()]

    def owners_by_id(self) -> dict[str, Person]:
        """People who may own a case."""
        people = assignable_people(actor=self.actor, host_id=self.plan.organisation_id, on=today())
        return {str(person.pk): person for person in people}

    def action_links(self, numbers: Sequence[ActionCode]) -> list[dict[str, str]]:
        """Links to the actions that a choice makes possible."""
        names = action_titles_by_number(actor=self.actor, plan=self.plan, on=today()) if numbers else {}
        return [
            {"label": f"{number} {names.get(number, '')}", "url": self.url("plan:action", number)} for number in numbers
        ]


class CasePage(CaseListPage):
    """A page of one case, whose number is in the URL. ``crumb`` is the label of a page below it."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.detail = case_by_number(actor=self.actor, plan=self.plan, number=kwargs["number"], on=today())

    def breadcrumb(self) -> Sequence[Crumb]:
        list_page, *own = super().breadcrumb()
        return [list_page, (self.detail.summary.title, self.case_url("file") if own else ""), *own]

    def case_url(self, name: str, *args: object) -> str:
        return self.url(f"cases:{name}", self.detail.case.number, *args)

    def may(self, right: str) -> bool:
        return may(self.actor, f"procedures.{right}", self.detail.scope)


class CaseFormPage(CasePage, PlanFormPage):
    """A form about one case, for readers with ``right`` on it."""

    right = "write"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.right:
            refuse_unless(self.actor, f"procedures.{self.right}", self.detail.scope)

    @property
    def back_url(self) -> str:
        return self.case_url("file")

    def breadcrumb(self) -> Sequence[Crumb]:
        self.crumb = self.crumb or self.submit_label
        return super().breadcrumb()


def case_state_badge(case: CaseSummary) -> dict[str, str]:
    """State of a case: label, sign and tone."""
    if case.is_ended:
        tone = "good" if case.outcome != "sans suite" else ""
        return {"word": case.stage.label.lower(), "sign": "check", "tone": tone}
    if case.held_since:
        return {"word": "en attente", "sign": "half", "tone": "watch"}
    if case.late:
        return {"word": "en retard", "sign": "diamond", "tone": "bad"}
    return {"word": "en cours", "sign": "clock", "tone": ""}


def due_date_text(each: CaseDueDateRow, on: date) -> str:
    """« en retard de 12 jours », « dans 3 jours », « le 3 mars 2021 »."""
    left = (each.on - on).days
    if each.urgency is DueDateUrgency.LATE:
        return f"en retard de {pluralise(-left, 'jour')}"
    if left == 0:
        return "aujourd’hui"
    return f"dans {pluralise(left, 'jour')}" if each.urgency is DueDateUrgency.SOON else f"le {format_day(each.on)}"


class CaseActionForm(ChoicesForm):
    action = forms.ChoiceField(label="Action", choices=[("", "Choisissez")])


class OpenCaseForm(ChoicesForm):
    procedure = forms.ChoiceField(label="Procédure")
    title = text_field("Intitulé", help_text="Court, par exemple « État des lieux de la VAE ».")
    owner = forms.ChoiceField(label="Qui en répond ?", required=False, choices=NOBODY)


class OpenCasePage(CaseListPage, PlanFormPage):
    """For readers of the list who may open a case on one action at least.

    The action first (``?action=``), then one of the procedures that the plan asks of it.
    """

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(may_list_cases(actor=self.actor, plan=self.plan))
        self.actions = case_action_choices(actor=self.actor, plan=self.plan, on=today())
        deny_unless(
            self.actions,
            "procedures_right",
            "Votre fonction ne permet pas d’ouvrir un dossier.",
            hint="Demandez-le au pilote du pacte ou au porteur de l’action.",
        )
        number = self.request.GET.get("action", "")
        self.action_label = dict(self.actions).get(number, "")
        self.number = ActionCode(number) if self.action_label else None
        self.procedures = self._procedures_that_fit()
        if not self.procedures:
            self.form_class, self.submit_label = CaseActionForm, "Continuer"
        self.intro = self._intro()

    def form_arguments(self) -> dict[str, Any]:
        if not self.procedures:
            return {"choices": {"action": self.actions}}
        procedures = [(each.code, each.title) for each in self.procedures]
        people = [(key, str(person)) for key, person in self.owners_by_id().items()]
        return {"choices": {"procedure": procedures, "owner": people}, "initial": {"procedure": procedures[0][0]}}

    def _procedures_that_fit(self) -> list[Procedure]:
        if self.number is None:
            return []
        offered = procedures_of_action(actor=self.actor, plan=self.plan, number=self.number, on=today())
        return [each for each in offered if each.applicants is None or each.applicants.by_link]

    def _intro(self) -> str:
        if self.number is None:
            return "Les dossiers qui s’ouvrent dépendent de l’action."
        if not self.procedures:
            lacks = (
                "aucun dossier ne s’ouvre : une procédure sert une action quand le plan y a un chiffre qu’elle mesure"
            )
        elif all(each.is_for_any_action for each in self.procedures):
            lacks = "le plan n’y a aucun chiffre qu’une autre procédure mesure"
        else:
            return f"Action {self.action_label}."
        return f"Action {self.action_label} : {lacks}."


@OpenCasePage.view(
    form_class=OpenCaseForm,
    back="cases:list",
    crumb="Ouvrir",
    title="Quel dossier faut-il ?",
    submit_label="Ouvrir le dossier",
)
def open_new_case(page: OpenCasePage, data: dict[str, Any]) -> str | HttpResponseBase:
    if page.number is None or not page.procedures:
        return page.redirect(f"{page.request.path}?{urlencode({'action': data['action']})}")
    case = open_case(
        actor=page.actor,
        plan=page.plan,
        number=page.number,
        procedure_code=data["procedure"],
        title=data["title"],
        on=today(),
        owner=page.owners_by_id().get(data["owner"]),
    )
    return f"Le dossier « {case.title} » est ouvert."
