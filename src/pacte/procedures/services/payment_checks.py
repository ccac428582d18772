"""What the acts on one payment order share: the money as it stands, the locked order, and what refuses the act."""

from __future__ import annotations

from dataclasses import replace

from pacte.kernel.errors import Conflict, PermissionDenied, ensure_found
from pacte.procedures.models import Case, PaymentOrder
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.queries.money_facts import latest_account, money_facts
from pacte.procedures.records.cases import CaseFacts
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.money import PAYMENT_STATE_LABELS, MoneyFacts, PaymentKind, PaymentState
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.payments import is_stale, recovery_due


def read_money(case: Case) -> tuple[Procedure, CaseFacts, MoneyFacts]:
    """The procedure of a case, its facts and its money, as they stand."""
    procedure, facts = procedure_edition(case.procedure_code, case.edition), case_facts(case)
    return procedure, facts, money_facts(case, procedure, facts.taken)


def locked_order(case: Case, order_id: int) -> PaymentOrder:
    """The locked order of that case. Raises ``NotFound``."""
    return ensure_found(case.payments.select_for_update(of=("self",)).filter(pk=order_id).first())


def refuse_same_person(case: Case, order: PaymentOrder, person_id: int) -> None:
    """Raises ``PermissionDenied`` (``two_people``) for who prepared the order, or entered the account that it pays."""
    account = latest_account(case) if order.kind == PaymentKind.PAYMENT else None
    if person_id == order.prepared_by_id or (account and account.set_by_id == person_id):
        raise PermissionDenied(
            "two_people",
            "Vous avez préparé ce paiement, ou saisi son compte : une autre personne l’ordonne.",
            "Un paiement est toujours fait par deux personnes.",
            "Demandez-le à quelqu’un d’autre qui ordonne.",
        )


def refuse_state(order: PaymentOrder, wanted: PaymentState) -> None:
    """Raises ``Conflict`` (``order_state``) unless the order is in that state."""
    if order.state != wanted:
        raise Conflict(
            "order_state",
            f"Ce paiement est {PAYMENT_STATE_LABELS[PaymentState(order.state)]}.",
            hint="Rechargez la page.",
        )


def refuse_changed(case: Case, order: PaymentOrder) -> None:
    """Raises ``Conflict`` when the account, a proof, the report or the amount is no longer what was approved."""
    procedure, facts, money = read_money(case)
    if order.kind == PaymentKind.RECOVERY:
        others = replace(money, payments=tuple(each for each in money.payments if each.order_id != order.pk))
        is_changed = procedure.payments is None or recovery_due(procedure.payments, others, facts) != order.cents
    else:
        asked = procedure.instalment(order.instalment)
        own = next(each for each in money.payments if each.order_id == order.pk)
        is_changed = asked is None or is_stale(own, asked, money) or money.is_stopped
    if is_changed:
        raise Conflict(
            "proofs_changed",
            "Le compte, une pièce, le bilan ou le montant a changé depuis la préparation.",
            "L’approbation ne vaut plus.",
            "Préparez le paiement de nouveau, puis faites-le ordonner.",
        )
