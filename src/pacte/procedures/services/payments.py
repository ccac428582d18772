"""Payments by two people: one prepares, another orders; then it is paid, or refused by the bank and tried again.

The case is locked at each act, the key of the form makes a repeated post one order, and the database refuses that the
same person does both.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError, ensure_found
from pacte.kernel.french import join_words
from pacte.kernel.money import format_euros
from pacte.procedures.models import Case, PaymentOrder
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.money import (
    OPEN_STATES,
    PAYMENT_STATE_LABELS,
    RECOVERY_CODE,
    Instalment,
    MoneyFacts,
    PaymentKind,
    PaymentProofs,
    PaymentState,
)
from pacte.procedures.rules.payments import (
    amount_due,
    is_stale,
    missing_for,
    next_attempt,
    open_recovery,
    proofs_of,
    recovery_due,
)
from pacte.procedures.services.guards import add_case_event, locked_case
from pacte.procedures.services.money_follow_up import move_payment
from pacte.procedures.services.money_guards import acting_person, payments_by
from pacte.procedures.services.payment_checks import LockedMoney

_CHANGED = "une preuve a changé"


def prepare_payment(*, actor: Actor, case: Case, instalment: str, key: UUID) -> PaymentOrder:
    """Prepares the payment of an instalment: its amount and its proofs are pinned. The same ``key`` is the same order.

    Raises ``PermissionDenied``, ``ValidationError`` (``instalment_lacking``: what is missing), ``Conflict``
    (``instalment_done``, ``nothing_due``, ``payments_stopped``).
    """
    payments_by(actor, case, "prepared_by")
    person_id = acting_person(actor)
    with locked_case(actor=actor, case=case, right="", name="prepare_payment") as (locked, entry):
        if same := locked.payments.filter(key=key).first():
            return same
        desk = LockedMoney(locked)
        part = ensure_found(desk.procedure.instalment(instalment))
        money = _refuse_not_due(actor, desk, part)
        cents = amount_due(part, money) or 0
        if cents <= 0:
            raise Conflict(
                "nothing_due",
                f"Rien n’est à verser pour « {part.label} ».",
                "Ce qui a été versé couvre ce qui est prouvé.",
                "Si de l’argent est à rendre, préparez un titre de recette.",
            )
        order = _add_order(locked, part.code, PaymentKind.PAYMENT, cents, key, person_id, money, proofs_of(part, money))
        _tell(actor, locked, order, part.label)
        entry.detail.update(order=order.pk, cents=cents, attempt=order.attempt)
    return order


def prepare_recovery(*, actor: Actor, case: Case, key: UUID, reason: str = "") -> PaymentOrder:
    """Prepares the recovery of what was paid beyond what is due. The same ``key`` is the same order.

    Raises ``PermissionDenied``, ``Conflict`` (``nothing_owed``).
    """
    payments = payments_by(actor, case, "prepared_by")
    person_id = acting_person(actor)
    with locked_case(actor=actor, case=case, right="", name="prepare_recovery", reason=reason, after_end=True) as (
        locked,
        entry,
    ):
        if same := locked.payments.filter(key=key).first():
            return same
        desk = LockedMoney(locked)
        money, cents = desk.money, recovery_due(payments, desk.money, desk.facts)
        if cents <= 0 or open_recovery(money):
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
    payments_by(actor, case, "ordered_by")
    person_id = acting_person(actor)
    with locked_case(actor=actor, case=case, right="", name="order_payment", after_end=True) as (locked, entry):
        desk = LockedMoney(locked)
        order = desk.order(order_id)
        if order.state == PaymentState.ORDERED and order.ordered_by_id == person_id:
            return order
        desk.refuse_same_person(order, person_id)
        desk.refuse_state(order, PaymentState.PREPARED)
        desk.refuse_changed(order)
        order.ordered_by_id, order.ordered_at = person_id, now()
        move_payment(actor=actor, case=locked, order=order, state=PaymentState.ORDERED, on=today())
        entry.detail.update(order=order.pk, cents=order.cents)
    return order


def _refuse_not_due(actor: Actor, desk: LockedMoney, part: Instalment) -> MoneyFacts:
    """The money facts, once an order whose proofs changed was voided. Raises when the instalment is not due."""
    money = desk.money
    if money.is_stopped:
        raise Conflict("payments_stopped", "Le dossier est retiré : rien n’est plus versé.", hint="Rechargez la page.")
    for each in money.payments:
        if each.instalment == part.code and each.state in OPEN_STATES:
            if not is_stale(each, part, money):
                _refuse_done(part)
            order = desk.order(each.order_id)
            move_payment(
                actor=actor,
                case=desk.case,
                order=order,
                state=PaymentState.VOID,
                on=today(),
                reason=_CHANGED,
            )
        elif each.instalment == part.code and each.state is PaymentState.PAID:
            _refuse_done(part)
    labels = {each.code: each.label for each in desk.procedure.documents}
    if missing := missing_for(part, money, desk.facts, labels):
        raise ValidationError(
            "instalment_lacking", f"Pour verser « {part.label} », il manque : {join_words(list(missing))}.",
            hint="Complétez le dossier, puis recommencez.",
        )  # fmt: skip
    return replace(
        money,
        payments=tuple(
            replace(each, state=PaymentState.VOID)
            if each.instalment == part.code and each.state in OPEN_STATES
            else each
            for each in money.payments
        ),
    )


def _refuse_done(part: Instalment) -> None:
    raise Conflict("instalment_done", f"« {part.label} » est déjà préparé ou versé.", hint="Rechargez la page.")


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
