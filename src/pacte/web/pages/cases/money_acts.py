"""What is done with the money of a case: grant, account, payments by two people, reports, amendments."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.kernel.errors import ensure_found
from pacte.kernel.money import format_euros
from pacte.procedures.queries.payments import case_money
from pacte.procedures.records.money import PaymentPart
from pacte.procedures.services.grants import record_grant
from pacte.procedures.services.money_guards import payments_by
from pacte.procedures.services.payee_accounts import enter_account
from pacte.procedures.services.payment_outcomes import cancel_payment, declare_failed, declare_paid
from pacte.procedures.services.payments import order_payment, prepare_payment, prepare_recovery
from pacte.web.page import view_by_name
from pacte.web.pages.cases import money_forms as own
from pacte.web.pages.cases.base_pages import CaseFormPage
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
    intro="Plus d’argent a été versé que ce qui est dû ou justifié. Une autre personne ordonnera ce titre.",
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
