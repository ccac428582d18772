"""The money of a locked case, as each act on a payment reads it, and what refuses the act."""

from __future__ import annotations

from dataclasses import replace

from pacte.kernel.errors import Conflict, PermissionDenied, ensure_found
from pacte.procedures.models import Case, PaymentOrder
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.queries.money_rows import MoneyRows
from pacte.procedures.records.money import PAYMENT_STATE_LABELS, PaymentKind, PaymentState
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.payments import is_stale, recovery_due
from pacte.procedures.rules.transitions import refuse_ended_stage


class LockedMoney:
    """The procedure, the facts and the money of a case that the caller has locked."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.procedure = procedure_edition(case.procedure_code, case.edition)
        self.rows = MoneyRows.of_case(case, self.procedure)
        self.money = self.rows.facts
        self.facts = case_facts(case)

    def order(self, order_id: int) -> PaymentOrder:
        """The locked order of that case. Raises ``NotFound``, ``Conflict`` after the end, unless it asks money back."""
        order = ensure_found(self.case.payments.select_for_update(of=("self",)).filter(pk=order_id).first())
        if order.kind != PaymentKind.RECOVERY:
            refuse_ended_stage(self.procedure, self.case.stage)
        return order

    def refuse_same_person(self, order: PaymentOrder, person_id: int) -> None:
        """Raises ``PermissionDenied`` (``two_people``) for who prepared the order, or entered the account it pays."""
        account = self.rows.account if order.kind == PaymentKind.PAYMENT else None
        if person_id == order.prepared_by_id or (account and account.set_by_id == person_id):
            raise PermissionDenied(
                "two_people",
                "Vous avez préparé ce paiement, ou saisi son compte : une autre personne l’ordonne.",
                "Un paiement est toujours fait par deux personnes.",
                "Demandez-le à quelqu’un d’autre qui ordonne.",
            )

    def refuse_state(self, order: PaymentOrder, wanted: PaymentState) -> None:
        """Raises ``Conflict`` (``order_state``) unless the order is in that state."""
        if order.state != wanted:
            raise Conflict(
                "order_state",
                f"Ce paiement est {PAYMENT_STATE_LABELS[PaymentState(order.state)]}.",
                hint="Rechargez la page.",
            )

    def refuse_changed(self, order: PaymentOrder) -> None:
        """Raises ``Conflict`` when the account, a proof, the report or the amount is no longer what was approved."""
        if self._is_changed(order):
            raise Conflict(
                "proofs_changed",
                "Le compte, une pièce, le bilan ou le montant a changé depuis la préparation.",
                "L’approbation ne vaut plus.",
                "Préparez le paiement de nouveau, puis faites-le ordonner.",
            )

    def _is_changed(self, order: PaymentOrder) -> bool:
        if order.kind == PaymentKind.RECOVERY:
            payments = self.procedure.payments
            others = tuple(each for each in self.money.payments if each.order_id != order.pk)
            owed = recovery_due(payments, replace(self.money, payments=others), self.facts) if payments else 0
            return owed != order.cents
        instalment = self.procedure.instalment(order.instalment)
        own = next(each for each in self.money.payments if each.order_id == order.pk)
        return instalment is None or self.money.is_stopped or is_stale(own, instalment, self.money)
