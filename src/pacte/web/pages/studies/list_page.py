"""« Où en sont les études ? »: cases of a plan, late ones first, and the form that opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.template.loader import render_to_string

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.kernel.french import format_day
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.queries import case_action_choices, case_summaries, may_list_cases
from pacte.procedures.records.cases import CaseFacts
from pacte.procedures.rules.catalogue import open_procedures
from pacte.procedures.rules.transitions import stage_path
from pacte.procedures.services import open_case
from pacte.web.form_fields import ChoicesForm, text_field
from pacte.web.page import PlanFormPage
from pacte.web.pages.studies.forms import NOBODY
from pacte.web.pages.studies.study_pages import StudyPage
from pacte.web.pages.studies.wording import cases_summary, due_date_text
from pacte.web.tables import Column, Table, cell

if TYPE_CHECKING:
    from pacte.procedures.queries import CaseSummary


@StudyPage.view(template_name="studies/list.html", breadcrumb=lambda page: [("Études", "")])
def case_list(page: StudyPage) -> dict[str, Any]:
    cases = case_summaries(actor=page.actor, plan=page.plan, on=page.dated_plan.on)
    may_open = page.dated_plan.is_today and case_action_choices(actor=page.actor, plan=page.plan, on=page.dated_plan.on)
    return {
        "answer": cases_summary(cases),
        "cases": _case_table(cases, page),
        "open_url": page.url("studies:open") if may_open else "",
    }


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


def _case_table(cases: list[CaseSummary], page: StudyPage) -> Table[CaseSummary]:
    names = action_titles_by_number(actor=page.actor, plan=page.plan, on=page.dated_plan.on)
    return Table(
        cases,
        Column(
            "Action",
            lambda case: cell(
                str(case.action_number),
                value=str(case.action_number),
                url=page.url("plan:action", case.action_number),
                note=names.get(case.action_number, ""),
            ),
        ),
        Column(
            "Dossier",
            lambda case: cell(case.title, url=page.url("studies:file", case.number), note=case.procedure.short_title),
        ),
        Column("Étape", _stage_cell),
        Column("Ce qui est attendu", lambda case: _awaited_cell(case, page)),
        Column("Responsable", lambda case: case.owner_name or "à désigner"),
        Column("État", lambda case: render_to_string("studies/state.html", {"badge": case_state_badge(case)})),
        id="dossiers",
        caption="Dossiers d’étude",
        empty="Aucun dossier. Le porteur d’une action ou le pilote en ouvre un quand l’action demande une étude.",
    )


def _stage_cell(case: CaseSummary) -> dict[str, Any]:
    codes = [code for code, _ in stage_path(case.procedure, CaseFacts(case.stage.code))]
    place = codes.index(case.stage.code) + 1 if case.stage.code in codes else 1
    return cell(case.stage.label, note=f"étape {place} sur {len(codes)}")


def _awaited_cell(case: CaseSummary, page: StudyPage) -> Any:
    if case.held_since:
        return cell(case.held_until_what, note=f"depuis le {format_day(case.held_since)}")
    if due := case.next_due:
        return cell(due.label, note=due_date_text(due, page.dated_plan.on), value=due.on.isoformat())
    return cell("terminé", note=format_day(case.ended_on)) if case.is_ended and case.ended_on else "rien de daté"


class OpenCaseForm(ChoicesForm):
    procedure = forms.ChoiceField(label="Procédure")
    action = forms.ChoiceField(label="Action", choices=[("", "Choisissez")])
    title = text_field("Intitulé", help_text="Court, par exemple « État des lieux de la VAE ».")
    owner = forms.ChoiceField(label="Qui en répond ?", required=False, choices=NOBODY)


class OpenCasePage(StudyPage, PlanFormPage):
    """For readers of the list who may open a case on one action at least."""

    form_class, back, crumb = OpenCaseForm, "studies:list", "Ouvrir"
    title, submit_label = "Quelle étude faut-il ?", "Ouvrir le dossier"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if not may_list_cases(actor=self.actor, plan=self.plan):
            raise NotFound
        self.actions = case_action_choices(actor=self.actor, plan=self.plan, on=today())
        if not self.actions:
            raise PermissionDenied(
                "procedures_right",
                "Votre fonction ne permet pas d’ouvrir un dossier.",
                hint="Demandez-le au pilote du pacte ou au porteur de l’action.",
            )

    def form_arguments(self) -> dict[str, Any]:
        procedures = [(each.code, each.title) for each in open_procedures(today())]
        people = [(key, str(person)) for key, person in self.owners_by_id().items()]
        initial = {"action": self.request.GET.get("action", "")}
        if len(procedures) == 1:
            initial["procedure"] = procedures[0][0]
        choices = {"procedure": procedures, "action": self.actions, "owner": people}
        return {"choices": choices, "initial": initial}

    def save(self, data: dict[str, Any]) -> str:
        case = open_case(
            actor=self.actor,
            plan=self.plan,
            number=ActionCode(data["action"]),
            procedure_code=data["procedure"],
            title=data["title"],
            on=today(),
            owner=self.owners_by_id().get(data["owner"]),
        )
        return f"Le dossier « {case.title} » est ouvert."
