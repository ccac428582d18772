"""Payments by two people: one prepares, another orders; then it is paid, or refused by the bank and tried again.

The case is locked at each act, the key of the form makes a repeated post one order, and the database refuses that the
same person does both.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError, ensure_found
from pacte.kernel.french import join_words
from pacte.kernel.money import format_euros
from pacte.procedures.models import Case, PaymentOrder
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.queries.money_facts import latest_account, money_facts
from pacte.procedures.records.cases import CaseEventKind, CaseFacts
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.money import (
    PAYMENT_STATE_LABELS,
    RECOVERY_CODE,
    Instalment,
    MoneyFacts,
    PaymentKind,
    PaymentProofs,
    PaymentState,
)
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.payments import (
    amount_due,
    is_stale,
    missing_for,
    next_attempt,
    proofs_of,
    recovery_due,
)
from pacte.procedures.services.guards import (
    add_case_event,
    locked_case,
    refuse_case_without_reason,
    refuse_invalid_case_date,
)
from pacte.procedures.services.money_follow_up import move_payment
from pacte.procedures.services.money_guards import acting_person, payments_for, refuse_without_role


def prepare_payment(*, actor: Actor, case: Case, instalment: str, key: UUID) -> PaymentOrder:
    """Prepares the payment of an instalment: its amount and its proofs are pinned. The same ``key`` is the same order.

    Raises ``PermissionDenied``, ``ValidationError`` (``instalment_lacking``: what is missing), ``Conflict``
    (``instalment_done``, ``nothing_due``, ``payments_stopped``).
    """
    refuse_without_role(actor, payments_for(case).prepared_by, case)
    person_id = acting_person(actor)
    with locked_case(actor=actor, case=case, right="", name="prepare_payment") as (locked, entry):
        if same := locked.payments.filter(key=key).first():
            return same
        procedure, facts, money = _read(locked)
        asked = ensure_found(procedure.instalment(instalment))
        money = _refuse_not_due(actor, locked, asked, procedure, money, facts)
        cents = amount_due(asked, money) or 0
        if cents <= 0:
            raise Conflict(
                "nothing_due",
                f"Rien n’est à verser pour « {asked.label} ».",
                "Ce qui a été versé couvre ce qui est prouvé.",
                "Si de l’argent est à rendre, préparez un titre de recette.",
            )
        order = _add_order(
            locked, asked.code, PaymentKind.PAYMENT, cents, key, person_id, money, proofs_of(asked, money)
        )
        _tell(actor, locked, order, asked.label)
        entry.detail.update(order=order.pk, cents=cents, attempt=order.attempt)
    return order


def prepare_recovery(*, actor: Actor, case: Case, key: UUID, reason: str = "") -> PaymentOrder:
    """Prepares the recovery of what was paid beyond what is due. The same ``key`` is the same order.

    Raises ``PermissionDenied``, ``Conflict`` (``nothing_owed``).
    """
    payments = payments_for(case)
    refuse_without_role(actor, payments.prepared_by, case)
    person_id = acting_person(actor)
    with locked_case(actor=actor, case=case, right="", name="prepare_recovery", reason=reason) as (locked, entry):
        if same := locked.payments.filter(key=key).first():
            return same
        _, facts, money = _read(locked)
        cents = recovery_due(payments, money, facts)
        if cents <= 0 or locked.payments.filter(instalment=RECOVERY_CODE, state__in=_OPEN).exists():
            raise Conflict("nothing_owed", "Rien de plus n’est à rendre sur ce dossier.", hint="Rechargez la page.")
        order = _add_order(
            locked, RECOVERY_CODE, PaymentKind.RECOVERY, cents, key, person_id, money, PaymentProofs(), reason
        )
        _tell(actor, locked, order, "Titre de recette")
        entry.detail.update(order=order.pk, cents=cents, attempt=order.attempt)
    return order


def order_payment(*, actor: Actor, case: Case, order_id: int) -> PaymentOrder:
    """Orders what somebody else prepared. Ordered again by the same person, it stays one.

    Raises ``PermissionDenied`` (``two_people``: who prepared it or gave the account), ``Conflict`` (``order_state``,
    ``proofs_changed``: what was approved changed since).
    """
    refuse_without_role(actor, payments_for(case).ordered_by, case)
    person_id = acting_person(actor)
    with locked_case(actor=actor, case=case, right="", name="order_payment") as (locked, entry):
        order = _locked_order(locked, order_id)
        if order.state == PaymentState.ORDERED and order.ordered_by_id == person_id:
            return order
        _refuse_same_person(locked, order, person_id)
        _refuse_state(order, PaymentState.PREPARED)
        _refuse_changed(locked, order)
        order.ordered_by_id, order.ordered_at = person_id, now()
        move_payment(actor=actor, case=locked, order=order, state=PaymentState.ORDERED, on=today())
        entry.detail.update(order=order.pk, cents=order.cents)
    return order


def declare_paid(*, actor: Actor, case: Case, order_id: int, on: date) -> None:
    """Says that an order was carried out on that day. Raises ``Conflict`` when what it rests on changed since."""
    _settle(actor, case, order_id, PaymentState.PAID, on, "")


def declare_failed(*, actor: Actor, case: Case, order_id: int, on: date, reason: str) -> None:
    """Says that the bank refused an order: the instalment is due again, as a new attempt, by two people."""
    refuse_case_without_reason(reason)
    _settle(actor, case, order_id, PaymentState.FAILED, on, reason)


def cancel_payment(*, actor: Actor, case: Case, order_id: int, reason: str) -> None:
    """Cancels an order that was prepared and not ordered, by who prepares or who orders."""
    payments = payments_for(case)
    refuse_without_role(actor, payments.prepared_by | payments.ordered_by, case)
    refuse_case_without_reason(reason)
    with locked_case(actor=actor, case=case, right="", name="cancel_payment", reason=reason) as (locked, entry):
        order = _locked_order(locked, order_id)
        _refuse_state(order, PaymentState.PREPARED)
        move_payment(actor=actor, case=locked, order=order, state=PaymentState.CANCELLED, on=today(), reason=reason)
        entry.detail.update(order=order.pk)


_OPEN = (PaymentState.PREPARED, PaymentState.ORDERED)


def _settle(actor: Actor, case: Case, order_id: int, state: PaymentState, on: date, reason: str) -> None:
    refuse_without_role(actor, payments_for(case).ordered_by, case)
    with locked_case(actor=actor, case=case, right="", name=f"payment_{state}", reason=reason) as (locked, entry):
        order = _locked_order(locked, order_id)
        if order.state == state:
            return
        _refuse_state(order, PaymentState.ORDERED)
        refuse_invalid_case_date(on, since=order.ordered_at.date() if order.ordered_at else None)
        if state is PaymentState.PAID:
            _refuse_changed(locked, order)
        order.settled_on = on
        move_payment(actor=actor, case=locked, order=order, state=state, on=on, reason=reason)
        entry.detail.update(order=order.pk, cents=order.cents)


def _read(case: Case) -> tuple[Procedure, CaseFacts, MoneyFacts]:
    procedure, facts = procedure_edition(case.procedure_code, case.edition), case_facts(case)
    return procedure, facts, money_facts(case, procedure, facts.taken)


def _refuse_not_due(
    actor: Actor, case: Case, asked: Instalment, procedure: Procedure, money: MoneyFacts, facts: CaseFacts
) -> MoneyFacts:
    """The money facts, once an order whose proofs changed was voided. Raises when the instalment is not due."""
    if money.is_stopped:
        raise Conflict("payments_stopped", "Le dossier est retiré : rien n’est plus versé.", hint="Rechargez la page.")
    for each in money.payments:
        if each.instalment == asked.code and each.state in _OPEN:
            if not is_stale(each, asked, money):
                _refuse_done(asked)
            order = _locked_order(case, each.order_id)
            move_payment(
                actor=actor, case=case, order=order, state=PaymentState.VOID, on=today(), reason="une preuve a changé"
            )
        elif each.instalment == asked.code and each.state is PaymentState.PAID:
            _refuse_done(asked)
    if missing := missing_for(asked, money, facts, {each.code: each.label for each in procedure.documents}):
        raise ValidationError(
            "instalment_lacking", f"Pour verser « {asked.label} », il manque : {join_words(list(missing))}.",
            hint="Complétez le dossier, puis recommencez.",
        )  # fmt: skip
    return replace(
        money,
        payments=tuple(
            replace(each, state=PaymentState.VOID) if each.instalment == asked.code and each.state in _OPEN else each
            for each in money.payments
        ),
    )


def _refuse_done(asked: Instalment) -> None:
    raise Conflict("instalment_done", f"« {asked.label} » est déjà préparé ou versé.", hint="Rechargez la page.")


def _add_order(
    case: Case,
    code: str,
    kind: PaymentKind,
    cents: int,
    key: UUID,
    person_id: int,
    money: MoneyFacts,
    proofs: PaymentProofs,
    reason: str = "",
) -> PaymentOrder:
    return PaymentOrder.objects.create(
        organisation_id=case.organisation_id, case=case, instalment=code, attempt=next_attempt(code, money),
        kind=kind, cents=cents, state=PaymentState.PREPARED, key=key, account_id=proofs.account_id,
        report_id=proofs.report_id, digests=list(proofs.digests), prepared_by_id=person_id, prepared_at=now(),
        reason=reason.strip(),
    )  # fmt: skip


def _tell(actor: Actor, case: Case, order: PaymentOrder, label: str) -> None:
    state = PAYMENT_STATE_LABELS[PaymentState.PREPARED]
    add_case_event(
        actor=actor, case=case, kind=CaseEventKind.PAYMENT_MOVED, on=today(), code=order.instalment,
        after=f"{label}, {format_euros(order.cents)}, {state}", reason=order.reason,
    )  # fmt: skip


def _locked_order(case: Case, order_id: int) -> PaymentOrder:
    return ensure_found(case.payments.select_for_update(of=("self",)).filter(pk=order_id).first())


def _refuse_same_person(case: Case, order: PaymentOrder, person_id: int) -> None:
    account = latest_account(case)
    if person_id == order.prepared_by_id or (account and account.set_by_id == person_id):
        raise PermissionDenied(
            "two_people",
            "Vous avez préparé ce paiement, ou saisi son compte : une autre personne l’ordonne.",
            "Un paiement est toujours fait par deux personnes.",
            "Demandez-le à quelqu’un d’autre qui ordonne.",
        )


def _refuse_state(order: PaymentOrder, wanted: PaymentState) -> None:
    if order.state != wanted:
        raise Conflict(
            "order_state",
            f"Ce paiement est {PAYMENT_STATE_LABELS[PaymentState(order.state)]}.",
            hint="Rechargez la page.",
        )


def _refuse_changed(case: Case, order: PaymentOrder) -> None:
    """Raises ``Conflict`` when the account, a proof, the report or the amount is no longer what was approved."""
    procedure, facts, money = _read(case)
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
