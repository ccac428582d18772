"""What the money of a case does by itself: reports fall due, and a withdrawal cancels what was not paid."""

from __future__ import annotations

from datetime import date

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.french import format_day
from pacte.kernel.money import format_euros
from pacte.procedures.models import Case, CaseDeadline, CommitteeDecision, Grant, PaymentOrder
from pacte.procedures.queries.money_rows import MoneyRows
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Procedure, RequirementKind
from pacte.procedures.records.money import PAYMENT_STATE_LABELS, RECOVERY_CODE, PaymentState
from pacte.procedures.rules.reports import report_deadline_code
from pacte.procedures.services.guards import add_case_event


def follow_move(*, actor: Actor, case: Case, procedure: Procedure, transition: str, on: date) -> None:
    """Does what a transition just taken means for the money of the locked case."""
    if not procedure.has_money:
        return
    _grant_what_was_decided(actor, case, procedure, transition, on)
    if procedure.payments and transition in procedure.payments.stopped_by:
        for order in case.payments.filter(state=PaymentState.PREPARED).exclude(instalment=RECOVERY_CODE):
            move_payment(
                actor=actor, case=case, order=order, state=PaymentState.CANCELLED, on=on, reason="le dossier est retiré"
            )
    set_report_deadlines(actor=actor, case=case, procedure=procedure, on=on)


def _grant_what_was_decided(actor: Actor, case: Case, procedure: Procedure, transition: str, on: date) -> None:
    """What the committee gave, within the envelope of the round, is what the case is granted."""
    taken = procedure.transition(transition)
    if not taken or not any(each.kind is RequirementKind.IN_ENVELOPE for each in taken.needs):
        return
    with system_elevation():  # Who awards may be no member of the committee.
        decision = CommitteeDecision.objects.filter(case=case).order_by("-pk").first()
    if decision is None or not decision.cents:
        return
    Grant.objects.create(
        organisation_id=case.organisation_id, case=case, cents=decision.cents, granted_on=on, reason=decision.reason,
        recorded_at=now(), person_name=actor.name[:200],
    )  # fmt: skip
    after = format_euros(decision.cents)
    add_case_event(actor=actor, case=case, kind=CaseEventKind.GRANTED, on=on, after=after, reason=decision.reason)


def set_report_deadlines(*, actor: Actor, case: Case, procedure: Procedure, on: date) -> None:
    """Sets the deadline of each report that is owed, and takes away that of an accepted one."""
    if not procedure.reports:
        return
    rows = MoneyRows.of_case(case, procedure)
    known = {each.code: each.due_on for each in CaseDeadline.objects.filter(case=case)}
    for report in procedure.reports:
        code, due_on = report_deadline_code(report), rows.report_due_on(report)
        if report.code in rows.accepted:
            CaseDeadline.objects.filter(case=case, code=code).delete()
        elif due_on and known.get(code) != due_on:
            CaseDeadline.objects.update_or_create(
                case=case, code=code, defaults={"due_on": due_on, "organisation_id": case.organisation_id}
            )
            add_case_event(
                actor=actor, case=case, kind=CaseEventKind.DEADLINE_SET, on=on, code=code,
                before=f"{report.label} : {format_day(known[code])}" if code in known else "",
                after=f"{report.label} : {format_day(due_on)}",
            )  # fmt: skip


def move_payment(
    *, actor: Actor, case: Case, order: PaymentOrder, state: PaymentState, on: date, reason: str = ""
) -> None:
    """Gives an order of the locked case its new state, and says so in the history."""
    before = PAYMENT_STATE_LABELS[PaymentState(order.state)]
    order.state, order.reason = state, reason.strip() or order.reason
    order.save()
    add_case_event(
        actor=actor, case=case, kind=CaseEventKind.PAYMENT_MOVED, on=on, code=order.instalment, before=before,
        after=f"{format_euros(order.cents)}, {PAYMENT_STATE_LABELS[state]}", reason=reason,
    )  # fmt: skip
