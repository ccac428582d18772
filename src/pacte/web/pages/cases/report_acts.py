"""What is done with the reports of a case, and its amendments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pacte.kernel.errors import ensure_found
from pacte.procedures.queries.payments import case_money
from pacte.procedures.services.amendments import amend_case
from pacte.procedures.services.guards import refuse_unless
from pacte.procedures.services.money_guards import refuse_without_role
from pacte.procedures.services.reports import accept_report, enter_report, refuse_report
from pacte.web.answers_display import answers_display
from pacte.web.answers_form import answer_parts
from pacte.web.page import view_by_name
from pacte.web.pages.cases import money_forms as own
from pacte.web.pages.cases.base_pages import CaseFormPage, CasePage
from pacte.web.pages.cases.forms import DatedForm


class ReportPage(CaseFormPage):
    """An act on one report, whose code is in the URL, for who instructs."""

    right = ""
    question: str = ""
    shows_conflicts = True

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        money = ensure_found(case_money(actor=self.actor, detail=self.detail))
        self.row = ensure_found(next((each for each in money.reports if each.kind.code == kwargs["report"]), None))
        refuse_unless(self.actor, "procedures.write", self.detail.scope)
        self.title = f"{self.row.kind.label} : {self.question}"


class ReportReadingPage(CasePage):
    """One report as it was sent, for who reads the documents of the case."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        money = ensure_found(case_money(actor=self.actor, detail=self.detail))
        row = ensure_found(next((each for each in money.reports if each.kind.code == kwargs["report"]), None))
        self.report, self.version = row.kind, ensure_found(row.version)
        self.crumb = row.kind.label


@ReportReadingPage.view(template_name="cases/report.html")
def read_report(page: ReportReadingPage) -> dict[str, Any]:
    return {
        "read": page.detail,
        "report": page.report,
        "version": page.version,
        "parts": answers_display(page.report.form, page.version.values),
    }


@ReportPage.view(
    form_class=own.ReportForm,
    template_name="cases/money_answers.html",
    question="que dit-il ?",
    submit_label="Garder ce bilan",
    form_arguments=lambda page: {
        "sections": page.row.kind.form,
        "values": page.row.version.values if page.row.version else {},
    },
    context=lambda page: {"parts": answer_parts(page.form), "reason": None},
)
def enter(page: ReportPage, data: dict[str, Any]) -> str:
    values = {code: each for code, each in page.form.answers().items() if each is not None}
    enter_report(actor=page.actor, case=page.detail.case, code=page.row.kind.code, values=values, on=data["on"])
    return "Le bilan est gardé : il reste à l’accepter."


@ReportPage.view(form_class=DatedForm, question="prouve-t-il ce qui est dit ?", submit_label="Accepter le bilan")
def accept(page: ReportPage, data: dict[str, Any]) -> str:
    accept_report(actor=page.actor, case=page.detail.case, code=page.row.kind.code, **data)
    return "Le bilan est accepté."


@ReportPage.view(
    form_class=own.RefuseReportForm, question="que faut-il reprendre ?", submit_label="Refuser le bilan", danger=True
)
def refuse(page: ReportPage, data: dict[str, Any]) -> str:
    refuse_report(actor=page.actor, case=page.detail.case, code=page.row.kind.code, **data)
    return "Le bilan est refusé : il est attendu de nouveau."


report_act = view_by_name("act", {"lire": read_report, "saisir": enter, "accepter": accept, "refuser": refuse})


class CaseAmendmentPage(CaseFormPage):
    """One kind of amendment, whose code is in the URL, for its own roles."""

    right = ""
    shows_conflicts = True

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        ensure_found(case_money(actor=self.actor, detail=self.detail))
        self.amendment = ensure_found(self.detail.procedure.amendment(kwargs["amendment"]))
        refuse_without_role(self.actor, self.amendment.roles, self.detail.case)

    def form_arguments(self) -> dict[str, Any]:
        sections = [
            replace(each, fields=amended)
            for each in self.detail.procedure.form
            if (amended := tuple(field for field in each.fields if field.code in self.amendment.fields))
        ]
        return {"sections": sections, "values": self.detail.case.values}


@CaseAmendmentPage.view(
    form_class=own.CaseAmendmentForm,
    template_name="cases/money_answers.html",
    title=lambda page: f"{page.amendment.label} : que change cet avenant ?",
    submit_label="Garder cet avenant",
    intro="Ce qui était signé reste lisible dans le dossier.",
    context=lambda page: {"parts": answer_parts(page.form), "reason": page.form["reason"]},
)
def amend(page: CaseAmendmentPage, data: dict[str, Any]) -> str:
    amend_case(
        actor=page.actor, case=page.detail.case, kind=page.amendment.code, values=page.form.answers(), on=data["on"],
        reason=data["reason"],
    )  # fmt: skip
    return "L’avenant est gardé."
