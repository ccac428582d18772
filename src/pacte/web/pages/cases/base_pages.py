"""Base classes of the pages of studies (the list, one case, its forms), the list of cases, and its opening form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.template.loader import render_to_string

from pacte.accounts.queries.assignable_people import assignable_people
from pacte.evaluation.queries import may_list_experiments
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
    case_summaries,
    may_list_cases,
)
from pacte.procedures.queries.payments import may_list_payments
from pacte.procedures.records.cases import CaseFacts, DueDateUrgency
from pacte.procedures.rules.catalogue import has_reading_pages, open_procedures
from pacte.procedures.rules.transitions import stage_path
from pacte.procedures.services import open_case
from pacte.procedures.services.guards import refuse_unless
from pacte.web.form_fields import ChoicesForm, text_field
from pacte.web.page import Crumb, PlanFormPage, PlanPage
from pacte.web.pages.cases.forms import NOBODY
from pacte.web.tables import Column, Table, cell

if TYPE_CHECKING:
    from pacte.accounts.models import Person


class CaseListPage(PlanPage):
    """A page under the list of cases."""

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


@CaseListPage.view(template_name="cases/list.html", breadcrumb=lambda page: [("Dossiers", "")])
def case_list(page: CaseListPage) -> dict[str, Any]:
    cases = case_summaries(actor=page.actor, plan=page.plan, on=page.dated_plan.on)
    may_open = page.dated_plan.is_today and case_action_choices(actor=page.actor, plan=page.plan, on=page.dated_plan.on)
    is_paid = any(case.procedure.payments for case in cases)
    sees_payments = is_paid and may_list_payments(actor=page.actor, plan=page.plan)
    sees_experiments = may_list_experiments(actor=page.actor, plan=page.plan)
    return {
        "answer": cases_summary(cases),
        "case_sections": _case_sections(cases, page),
        "open_url": page.url("cases:open") if may_open else "",
        "to_pay_url": page.url("cases:to_pay") if sees_payments else "",
        "experiments_url": page.url("experiments:list") if sees_experiments else "",
        "reading_links": [
            ("Dossiers à lire", page.url("readings:list")),
            ("Appels et séances", page.url("readings:rounds")),
        ]
        if has_reading_pages()
        else [],
    }


def cases_summary(lines: Sequence[CaseSummary]) -> str:
    """Answer of the list."""
    if not lines:
        return "Aucun dossier n’est ouvert."
    open_cases = [line for line in lines if not line.is_ended]
    late = sum(bool(line.late) and not line.held_since for line in open_cases)
    on_hold = sum(bool(line.held_since) for line in open_cases)
    others = [
        (late, "est en retard", "sont en retard"),
        (on_hold, "attend une condition", "attendent une condition"),
        (len(lines) - len(open_cases), "est terminé", "sont terminés"),
    ]
    parts = [
        pluralise(len(open_cases), "dossier est en cours", "dossiers sont en cours"),
        *(pluralise(count, one, many) for count, one, many in others if count),
    ]
    return f"{', '.join(parts)}."


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


def _case_sections(cases: Sequence[CaseSummary], page: CaseListPage) -> list[dict[str, Any]]:
    """The cases of each procedure, under its title; one empty table when there is no case."""
    titles = action_titles_by_number(actor=page.actor, plan=page.plan, on=page.dated_plan.on)
    by_procedure: dict[str, list[CaseSummary]] = defaultdict(list)
    for case in cases:
        by_procedure[case.procedure.code].append(case)
    return [
        {"id": code, "title": same[0].procedure.title, "table": _case_table(code, same, titles, page)}
        for code, same in sorted(by_procedure.items())
    ] or [{"id": "liste", "title": "Dossiers", "table": _case_table("liste", [], titles, page)}]


def _case_table(
    name: str, cases: Sequence[CaseSummary], titles: Mapping[ActionCode, str], page: CaseListPage
) -> Table[CaseSummary]:
    return Table(
        cases,
        Column(
            "Action",
            lambda case: cell(
                str(case.action_number),
                value=str(case.action_number),
                url=page.url("plan:action", case.action_number),
                note=titles.get(case.action_number, ""),
            ),
        ),
        Column(
            "Dossier",
            lambda case: cell(case.title, url=page.url("cases:file", case.number), note=case.procedure.short_title),
        ),
        Column("Étape", _stage_cell),
        Column("Ce qui est attendu", lambda case: _awaited_cell(case, page)),
        Column("Responsable", lambda case: case.owner_name or "à désigner"),
        Column("État", lambda case: render_to_string("cases/state.html", {"badge": case_state_badge(case)})),
        id=f"dossiers-{name}",
        caption="Dossiers",
        empty="Aucun dossier. Le porteur d’une action ou le pilote en ouvre un quand l’action demande une étude.",
    )


def _stage_cell(case: CaseSummary) -> dict[str, Any]:
    codes = [code for code, _ in stage_path(case.procedure, CaseFacts(case.stage.code))]
    place = codes.index(case.stage.code) + 1 if case.stage.code in codes else 1
    return cell(case.stage.label, note=f"étape {place} sur {len(codes)}")


def _awaited_cell(case: CaseSummary, page: CaseListPage) -> Any:
    if case.held_since:
        return cell(case.held_until_what, note=f"depuis le {format_day(case.held_since)}")
    if due := case.next_due:
        return cell(due.label, note=due_date_text(due, page.dated_plan.on), value=due.on.isoformat())
    return cell("terminé", note=format_day(case.ended_on)) if case.is_ended and case.ended_on else "rien de daté"


def due_date_text(each: CaseDueDateRow, on: date) -> str:
    """« en retard de 12 jours », « dans 3 jours », « le 3 mars 2021 »."""
    left = (each.on - on).days
    if each.urgency is DueDateUrgency.LATE:
        return f"en retard de {pluralise(-left, 'jour')}"
    if left == 0:
        return "aujourd’hui"
    return f"dans {pluralise(left, 'jour')}" if each.urgency is DueDateUrgency.SOON else f"le {format_day(each.on)}"


class OpenCaseForm(ChoicesForm):
    procedure = forms.ChoiceField(label="Procédure")
    action = forms.ChoiceField(label="Action", choices=[("", "Choisissez")])
    title = text_field("Intitulé", help_text="Court, par exemple « État des lieux de la VAE ».")
    owner = forms.ChoiceField(label="Qui en répond ?", required=False, choices=NOBODY)


class OpenCasePage(CaseListPage, PlanFormPage):
    """For readers of the list who may open a case on one action at least."""

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

    def form_arguments(self) -> dict[str, Any]:
        procedures = [
            (each.code, each.title)
            for each in open_procedures(today())
            if each.applicants is None or each.applicants.by_link
        ]
        people = [(key, str(person)) for key, person in self.owners_by_id().items()]
        initial = {"action": self.request.GET.get("action", "")}
        if len(procedures) == 1:
            initial["procedure"] = procedures[0][0]
        return {"choices": {"procedure": procedures, "action": self.actions, "owner": people}, "initial": initial}


@OpenCasePage.view(
    form_class=OpenCaseForm,
    back="cases:list",
    crumb="Ouvrir",
    title="Quel dossier faut-il ?",
    submit_label="Ouvrir le dossier",
)
def open_new_case(page: OpenCasePage, data: dict[str, Any]) -> str:
    case = open_case(
        actor=page.actor,
        plan=page.plan,
        number=ActionCode(data["action"]),
        procedure_code=data["procedure"],
        title=data["title"],
        on=today(),
        owner=page.owners_by_id().get(data["owner"]),
    )
    return f"Le dossier « {case.title} » est ouvert."
