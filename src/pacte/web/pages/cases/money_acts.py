"""What is done with the money of a case: grant, account, payments by two people, reports, amendments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from pacte.kernel.errors import ensure_found
from pacte.kernel.money import format_euros
from pacte.procedures.queries.payments import case_money
from pacte.procedures.records.money import PaymentPart
from pacte.procedures.services.amendments import amend_case
from pacte.procedures.services.grants import record_grant
from pacte.procedures.services.guards import refuse_unless
from pacte.procedures.services.money_guards import payments_by, refuse_without_role
from pacte.procedures.services.payee_accounts import enter_account
from pacte.procedures.services.payment_outcomes import cancel_payment, declare_failed, declare_paid
from pacte.procedures.services.payments import order_payment, prepare_payment, prepare_recovery
from pacte.procedures.services.reports import accept_report, enter_report, refuse_report
from pacte.web.answers_display import answers_display
from pacte.web.answers_form import answer_parts
from pacte.web.page import view_by_name
from pacte.web.pages.cases import money_forms as own
from pacte.web.pages.cases.base_pages import CaseFormPage, CasePage
from pacte.web.pages.cases.forms import DatedForm


class CaseMoneyPage(CaseFormPage):
    """An act on the money of a case, for the roles that its procedure names: ``who`` says which."""

    right = ""
    shows_conflicts = True
    who: tuple[PaymentPart, ...] = ("prepared_by",)

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.money = ensure_found(case_money(actor=self.actor, detail=self.detail))
        payments_by(self.actor, self.detail.case, *self.who)


class OrderingPage(CaseMoneyPage):
    """An act of who orders payments, on one order whose identifier is in the URL."""

    question: str = ""

    who: tuple[PaymentPart, ...] = ("ordered_by",)

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        rows = (each for each in self.money.payments if each.order.pk == kwargs["order"])
        self.row = ensure_found(next(rows, None))
        self.title = f"{self.row.label}, {format_euros(self.row.order.cents)} : {self.question}"


class CancellingPage(OrderingPage):
    """An order that is not ordered yet: who prepares may cancel it too."""

    who = ("ordered_by", "prepared_by")


class GrantPage(CaseMoneyPage):
    who = ("granted_by",)


@GrantPage.view(form_class=own.GrantForm, title="Quel montant est accordé ?", submit_label="Accorder ce montant")
def grant(page: GrantPage, data: dict[str, Any]) -> str:
    record_grant(actor=page.actor, case=page.detail.case, **data)
    return f"{format_euros(data['cents'])} sont accordés."


@CaseMoneyPage.view(
    form_class=own.PayeeAccountForm,
    title="Sur quel compte verser ?",
    submit_label="Garder ce compte",
    intro="Un changement annule ce qui était approuvé, et prévient la personne qui avait donné le compte.",
    note="Qui saisit le compte n’ordonne aucun de ses versements.",
)
def account(page: CaseMoneyPage, data: dict[str, Any]) -> str:
    enter_account(actor=page.actor, case=page.detail.case, **data)
    return "Le compte est gardé."


@CaseMoneyPage.view(
    form_class=own.PrepareRecoveryForm,
    title=lambda page: f"Demander le retour de {format_euros(page.money.owed)} ?",
    submit_label="Préparer le titre de recette",
    intro="Plus d’argent a été versé que ce qui est dû. Une autre personne ordonnera ce titre.",
)
def recover(page: CaseMoneyPage, data: dict[str, Any]) -> str:
    order = prepare_recovery(actor=page.actor, case=page.detail.case, **data)
    return f"Le titre de {format_euros(order.cents)} est préparé : une autre personne l’ordonne."


money_act = view_by_name("act", {"accorder": grant, "compte": account, "recuperer": recover})


class InstalmentPage(CaseMoneyPage):
    """One instalment, whose code is in the URL."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        rows = (each for each in self.money.instalments if each.instalment.code == kwargs["instalment"])
        self.row = ensure_found(next(rows, None))
        amount = format_euros(self.row.cents) if self.row.cents is not None else "montant à venir"
        self.title = f"{self.row.instalment.label}, {amount} : préparer ce versement ?"


@InstalmentPage.view(
    form_class=own.PreparePaymentForm,
    submit_label="Préparer ce versement",
    intro="Le montant, le compte et les pièces sont figés. Une autre personne l’ordonnera.",
)
def prepare(page: InstalmentPage, data: dict[str, Any]) -> str:
    order = prepare_payment(
        actor=page.actor, case=page.detail.case, instalment=page.row.instalment.code, key=data["key"]
    )
    return f"{format_euros(order.cents)} sont préparés : une autre personne les ordonne."


@OrderingPage.view(
    form_class=forms.Form,
    question="ordonner ?",
    submit_label="Ordonner",
    intro=lambda page: f"Préparé par {page.row.order.prepared_by}. Vous le confirmez, en votre nom.",
)
def order_it(page: OrderingPage, data: dict[str, Any]) -> str:
    order_payment(actor=page.actor, case=page.detail.case, order_id=page.row.order.pk)
    return "C’est ordonné."


@OrderingPage.view(form_class=DatedForm, question="quand a-t-il été exécuté ?", submit_label="Noter qu’il est versé")
def settle(page: OrderingPage, data: dict[str, Any]) -> str:
    declare_paid(actor=page.actor, case=page.detail.case, order_id=page.row.order.pk, on=data["on"])
    return "C’est noté."


@OrderingPage.view(
    form_class=own.PaymentFailedForm, question="pourquoi est-il rejeté ?", submit_label="Noter le rejet", danger=True
)
def fail(page: OrderingPage, data: dict[str, Any]) -> str:
    declare_failed(actor=page.actor, case=page.detail.case, order_id=page.row.order.pk, **data)
    return "Le rejet est noté : le versement est à préparer de nouveau."


@CancellingPage.view(
    form_class=own.PaymentReasonForm, question="annuler ?", submit_label="Annuler ce versement", danger=True
)
def cancel(page: CancellingPage, data: dict[str, Any]) -> str:
    cancel_payment(actor=page.actor, case=page.detail.case, order_id=page.row.order.pk, **data)
    return "Le versement est annulé."


payment_act = view_by_name("act", {"ordonner": order_it, "verse": settle, "rejete": fail, "annuler": cancel})


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
