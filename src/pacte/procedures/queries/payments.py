"""The money of a case as its page shows it, and what finance has to order or to pay in all procedures of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import hide_unless
from pacte.kernel.iban import masked_iban
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import stakeholders_by_action
from pacte.procedures.models import CaseAmendment, Grant, PayeeAccount, PaymentOrder
from pacte.procedures.permissions import has_case_role, may, may_on_any_case
from pacte.procedures.queries.cases import CaseDetail
from pacte.procedures.queries.money_rows import MoneyRows, ReportRow
from pacte.procedures.queries.scopes import case_scope
from pacte.procedures.records.cases import CaseFacts
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.money import (
    OPEN_STATES,
    CaseAmendmentKind,
    Instalment,
    InstalmentState,
    MoneyFacts,
    PaymentKind,
    PaymentState,
)
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.payments import (
    amount_due,
    instalment_state,
    is_stale,
    missing_for,
    net_paid,
    open_recovery,
    payment_label,
    recovery_due,
)
from pacte.procedures.rules.transitions import accepts_grant

# Whoever reads where a grant is paid: the same posts as row-level security (migration 0008).
ACCOUNT_ROLES = (Role.REGION_PILOT, Role.FINANCE_OFFICER)


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """One instalment of a case: what it is worth in cents, None before that is known, and what it lacks."""

    instalment: Instalment
    state: InstalmentState
    cents: int | None
    missing: tuple[str, ...]

    @classmethod
    def of_case(cls, each: Instalment, procedure: Procedure, money: MoneyFacts, facts: CaseFacts) -> InstalmentRow:
        """The row of one instalment, on the facts of its case."""
        state = instalment_state(each, money, facts)
        labels = {kind.code: kind.label for kind in procedure.documents}
        own = [
            order.cents
            for order in money.payments
            if order.instalment == each.code and order.state is PaymentState.PAID
        ]
        due = own[-1] if own else amount_due(each, money)
        missing = missing_for(each, money, facts, labels) if state is InstalmentState.WAITING else ()
        return cls(each, state, max(0, due) if due is not None else None, missing)


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One order, with its label. ``is_stale``: what it rests on changed, so it is to be prepared again."""

    order: PaymentOrder
    label: str
    is_stale: bool
    may_order: bool
    may_settle: bool
    may_cancel: bool


@dataclass(frozen=True, slots=True)
class CaseMoney:
    """The money of one case, in cents. ``owed``: to recover. ``account``: a mask, for finance and the pilot."""

    grant: Grant | None
    paid: int
    owed: int
    reports: tuple[ReportRow, ...]
    instalments: tuple[InstalmentRow, ...]
    payments: tuple[PaymentRow, ...]
    amendments: tuple[CaseAmendment, ...]
    open_amendments: tuple[CaseAmendmentKind, ...]
    has_account: bool
    account: str
    may_grant: bool
    may_prepare: bool
    may_recover: bool
    may_judge: bool


@dataclass(frozen=True, slots=True)
class PayableRow:
    """One order that waits, in the list of a plan."""

    order: PaymentOrder
    number: int
    title: str
    procedure: Procedure
    label: str


def case_money(*, actor: Actor, detail: CaseDetail) -> CaseMoney | None:
    """Returns the money of a case; None where the procedure has none, or for who does not read its documents."""
    procedure, case, rows = detail.procedure, detail.case, detail.money
    if rows is None or not detail.sees_documents:
        return None
    payments = procedure.payments
    money = rows.facts
    is_open = not detail.summary.is_ended
    prepares = payments is not None and is_open and has_case_role(actor, payments.prepared_by, detail.scope)
    grants = payments is not None and is_open and has_case_role(actor, payments.granted_by, detail.scope)
    owed = recovery_due(payments, money, detail.facts) if payments else 0
    return CaseMoney(
        grant=rows.grant,
        paid=net_paid(money),
        owed=0 if open_recovery(money) else owed,
        reports=rows.reports(),
        instalments=tuple(
            InstalmentRow.of_case(each, procedure, money, detail.facts) for each in _instalments(procedure)
        ),
        payments=_payment_rows(actor, detail, rows, money) if payments else (),
        amendments=tuple(case.amendments.order_by("-pk")),
        open_amendments=tuple(
            each for each in procedure.amendments if is_open and has_case_role(actor, each.roles, detail.scope)
        ),
        has_account=money.account_id is not None,
        account=_account_text(actor, rows),
        may_grant=grants and (rows.grant is not None or accepts_grant(procedure, detail.facts)),
        may_prepare=prepares,
        may_recover=payments is not None and has_case_role(actor, payments.prepared_by, detail.scope),
        may_judge=is_open and may(actor, "procedures.write", detail.scope),
    )


def may_list_payments(*, actor: Actor, plan: Plan) -> bool:
    """Returns True when the actor reads the documents of a case at least: then they see what is to be paid."""
    return may_on_any_case(actor, "procedures.read_documents", plan.organisation_id)


def payments_to_make(*, actor: Actor, plan: Plan, on: date) -> list[PayableRow]:
    """Returns the orders to order or to pay, the oldest first, in the cases whose documents the actor reads.

    Raises ``NotFound`` for who reads those of no case. Takes a constant number of queries.
    """
    hide_unless(may_list_payments(actor=actor, plan=plan))
    rows = PaymentOrder.objects.filter(case__plan=plan, state__in=OPEN_STATES)
    orders = list(rows.select_related("case__plan_action", "prepared_by", "ordered_by").order_by("prepared_at", "pk"))
    stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=on) if orders else {}
    return [
        _payable(each)
        for each in orders
        if may(actor, "procedures.read_documents", case_scope(stakeholders, each.case))
    ]


def _payable(order: PaymentOrder) -> PayableRow:
    case = order.case
    procedure = procedure_edition(case.procedure_code, case.edition)
    return PayableRow(order, case.number, case.title, procedure, payment_label(procedure, order.instalment))


def _instalments(procedure: Procedure) -> tuple[Instalment, ...]:
    return procedure.payments.instalments if procedure.payments else ()


def _payment_rows(actor: Actor, detail: CaseDetail, rows: MoneyRows, money: MoneyFacts) -> tuple[PaymentRow, ...]:
    procedure, payments = detail.procedure, detail.procedure.payments
    assert payments is not None
    orders = has_case_role(actor, payments.ordered_by, detail.scope)
    prepares = has_case_role(actor, payments.prepared_by, detail.scope)
    facts = {each.order_id: each for each in money.payments}
    shown = []
    for order in reversed(rows.payments):
        part, state = procedure.instalment(order.instalment), PaymentState(order.state)
        # Once a case has ended, only what is asked back still moves.
        is_open = not detail.summary.is_ended or order.kind == PaymentKind.RECOVERY
        is_changed = part is not None and state in OPEN_STATES and is_stale(facts[order.pk], part, money)
        shown.append(
            PaymentRow(
                order=order,
                label=payment_label(procedure, order.instalment),
                is_stale=is_changed,
                may_order=is_open
                and orders
                and not is_changed
                and state is PaymentState.PREPARED
                and actor.person_id != order.prepared_by_id,
                may_settle=is_open and orders and state is PaymentState.ORDERED,
                may_cancel=is_open and (orders or prepares) and state is PaymentState.PREPARED,
            )
        )
    return tuple(shown)


def _account_text(actor: Actor, rows: MoneyRows) -> str:
    if not actor.has_role(*ACCOUNT_ROLES, host_id=rows.case.organisation_id):
        return ""
    # Read again as the actor, so that row-level security says the same.
    account = PayeeAccount.objects.filter(case=rows.case).order_by("pk").last()
    return f"{account.holder}, {masked_iban(account.iban)}" if account else ""
