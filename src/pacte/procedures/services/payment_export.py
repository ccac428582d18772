"""The orders that leave for accounting: who took which ones, and when, is in the audit log."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import hide_unless
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import stakeholders_by_action
from pacte.procedures.models import PaymentOrder
from pacte.procedures.permissions import may, may_on_any_case
from pacte.procedures.queries.scopes import case_scope
from pacte.procedures.records.money import PaymentKind, PaymentState
from pacte.procedures.records.payment_lines import PaymentLine
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.payment_references import payment_reference
from pacte.procedures.rules.payments import payment_label


def export_orders(*, actor: Actor, plan: Plan) -> list[PaymentLine]:
    """Returns the orders that were given and are not paid yet, the oldest first; none of those that recover.

    Taken again, an order bears the same reference. Raises ``NotFound`` for who does not read where a grant is paid.
    """
    hide_unless(may_on_any_case(actor, "procedures.export_orders", plan.organisation_id))
    rows = PaymentOrder.objects.filter(case__plan=plan, state=PaymentState.ORDERED, kind=PaymentKind.PAYMENT)
    orders = list(rows.select_related("case__plan", "case__plan_action", "account").order_by("ordered_at", "pk"))
    stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=today()) if orders else {}
    read = [each for each in orders if may(actor, "procedures.read_documents", case_scope(stakeholders, each.case))]
    with audit_event(
        actor=actor, name="procedures.export_orders", subject_kind="plan", subject_id=plan.pk,
        subject_label=plan.title, organisation_id=plan.organisation_id,
    ) as entry:  # fmt: skip
        entry.detail.update(orders=[each.pk for each in read], cents=sum(each.cents for each in read))
    return [_line(each) for each in read]


def _line(order: PaymentOrder) -> PaymentLine:
    case = order.case
    procedure = procedure_edition(case.procedure_code, case.edition)
    assert order.ordered_at is not None
    return PaymentLine(
        reference=payment_reference(case.plan.code, case.number, order.instalment, order.attempt),
        label=f"{payment_label(procedure, order.instalment)}, {procedure.short_title}, dossier n° {case.number}",
        payee=order.account.holder if order.account else case.applicant_name,
        plan=case.plan.code,
        action=str(case.plan_action.number),
        cents=order.cents,
        ordered_on=paris_date(order.ordered_at),
    )
