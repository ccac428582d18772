"""The money of cases, on tables: two people, one order, void approvals, withdrawals, and who sees an account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from pacte.accounts.row_context import acting_as
from pacte.accounts.services.guests import ensure_guest
from pacte.audit.models import AuditEntry
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, PacteError, PermissionDenied, ValidationError
from pacte.notifications.models import GuestLetter
from pacte.procedures.models import Application, Case, PayeeAccount, PaymentOrder
from pacte.procedures.queries.cases import case_by_number, case_facts
from pacte.procedures.queries.own_money import own_money
from pacte.procedures.queries.payments import case_money, payments_to_make
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.money import InstalmentState, PaymentState
from pacte.procedures.rules.payment_references import payment_reference
from pacte.procedures.services import add_document, move_case, open_case
from pacte.procedures.services.amendments import amend_case
from pacte.procedures.services.applications import begin_application, save_section, send_application
from pacte.procedures.services.grants import record_grant
from pacte.procedures.services.paid_orders import settle_paid_orders
from pacte.procedures.services.payee_accounts import enter_account, set_own_account
from pacte.procedures.services.payment_export import export_orders
from pacte.procedures.services.payment_outcomes import cancel_payment, declare_failed, declare_paid
from pacte.procedures.services.payments import order_payment, prepare_payment, prepare_recovery
from pacte.procedures.services.reports import (
    accept_report,
    enter_report,
    refuse_report,
    save_own_report,
    send_own_report,
)
from pacte.procedures.services.transitions import move_own_case
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.example_money import ANSWERS, CALL, example_call, spending  # noqa: F401
from tests.web.plan_stage import Stage, staged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_call")]

OPENED = date(2020, 1, 6)
IBAN, OTHER_IBAN = "FR7630006000011234567890189", "DE89370400440532013000"

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


@contextmanager
def by(stage: Stage, part: str) -> Iterator[Actor]:
    with acting_as(stage.cast[part].actor) as actor:
        yield actor


@contextmanager
def refused(kind: type[PacteError], code: str) -> Iterator[None]:
    with pytest.raises(kind) as caught:
        yield
    assert caught.value.code == code


def awarded(stage: Stage, cents: int = 800_000) -> Case:
    """A case granted, its convention signed."""
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code=CALL.code, title="Projet", on=OPENED,
            values=ANSWERS,
        )  # fmt: skip
    with by(stage, "pilot") as pilot:
        grant_and_sign(pilot, case, OPENED, cents)
    return case


def give_account(case: Case) -> None:
    """As who applied would: nobody of those who pay."""
    with acting_as(MACHINE):
        PayeeAccount.objects.create(
            organisation_id=case.organisation_id, case=case, iban=IBAN, holder="Association", recorded_at=now(),
            person_name="Association",
        )  # fmt: skip


def applied(stage: Stage) -> tuple[Application, Case, Actor]:
    """The same case, which somebody without account applied for."""
    with acting_as(MACHINE):
        known = ensure_guest(actor=MACHINE, host=stage.cast.region, email="asso@exemple.fr", name="Asso")
    guest = Actor(name="Asso", guest_id=known.pk)
    with acting_as(guest):
        application = begin_application(
            actor=guest, plan=stage.plan, number=ActionCode(1), procedure_code=CALL.code, key=UUID(int=known.pk)
        )
        for section in CALL.form:
            application = save_section(
                actor=guest, application=application, section=section, values=ANSWERS, title="Projet"
            )
        case = send_application(actor=guest, application=application, arrived_at=now())
    with by(stage, "pilot") as pilot:
        grant_and_sign(pilot, case, today())
    return application, case, guest


def grant_and_sign(pilot: Actor, case: Case, on: date, cents: int = 800_000) -> None:
    """The case is granted, and its convention signed."""
    record_grant(actor=pilot, case=case, cents=cents, on=on)
    move_case(actor=pilot, case=case, transition="award", on=on)
    for kind in ("convention", "rib"):
        add_document(actor=pilot, case=case, kind=kind, title=kind, on=on, name="p.txt", data=kind.encode())
    move_case(actor=pilot, case=case, transition="start", on=on)


def state_of(order: PaymentOrder) -> str:
    with acting_as(MACHINE):
        order.refresh_from_db()
    return order.state


def paid_advance(stage: Stage, case: Case) -> PaymentOrder:
    with by(stage, "finance") as finance:
        prepared = prepare_payment(actor=finance, case=case, instalment="advance", key=uuid4())
    with by(stage, "pilot") as pilot:
        order_payment(actor=pilot, case=case, order_id=prepared.pk)
        declare_paid(actor=pilot, case=case, order_id=prepared.pk, on=today())
    return prepared


def test_the_walk_of_a_call_from_its_award_to_its_balance(stage: Stage, example_call: Procedure) -> None:  # noqa: F811
    case = awarded(stage)
    with by(stage, "finance") as finance:
        with refused(ValidationError, "instalment_lacking"):
            prepare_payment(actor=finance, case=case, instalment="advance", key=uuid4())
        with refused(ValidationError, "iban"):
            enter_account(actor=finance, case=case, iban=IBAN[:-1] + "0", holder="Association")
    with by(stage, "administrator") as nobody, refused(PermissionDenied, "money_right"):
        enter_account(actor=nobody, case=case, iban=IBAN, holder="Association")
    give_account(case)
    paid_advance(stage, case)
    with by(stage, "pilot") as pilot:
        enter_report(actor=pilot, case=case, code="final", values=spending(750_000), on=today())
        with refused(ValidationError, "reason_missing"):
            refuse_report(actor=pilot, case=case, code="final", on=today(), reason=" ")
        refuse_report(actor=pilot, case=case, code="final", on=today(), reason="une facture manque")
        assert case.deadlines.filter(code="report_final", due_on=date(2020, 8, 30)).exists()
        enter_report(actor=pilot, case=case, code="final", values=spending(1_000_000), on=today())
        with refused(Conflict, "nothing_owed"):
            prepare_recovery(actor=pilot, case=case, key=uuid4())
        accept_report(actor=pilot, case=case, code="final", on=today())
        assert not case.deadlines.filter(code="report_final").exists()
        with refused(Conflict, "report_closed"):
            enter_report(actor=pilot, case=case, code="final", values=spending(1), on=today())
        move_case(actor=pilot, case=case, transition="finish", on=today())
        with refused(ValidationError, "needs_lacking"):
            move_case(actor=pilot, case=case, transition="settle", on=today())
        balance = prepare_payment(actor=pilot, case=case, instalment="balance", key=uuid4())
        assert balance.cents == 400_000
    with by(stage, "finance") as finance:
        assert [each.label for each in payments_to_make(actor=finance, plan=stage.plan, on=today())] == ["Solde"]
        order_payment(actor=finance, case=case, order_id=balance.pk)
        declare_paid(actor=finance, case=case, order_id=balance.pk, on=today())
        move_case(actor=finance, case=case, transition="settle", on=today())
    case.refresh_from_db()
    assert (case.stage, case.outcome) == ("settled", "done")
    with by(stage, "intruder") as intruder, pytest.raises(NotFound):
        prepare_payment(actor=intruder, case=case, instalment="advance", key=uuid4())


def test_case_21_withdrawn_after_award(stage: Stage) -> None:
    case = awarded(stage)
    give_account(case)
    paid_advance(stage, case)
    with by(stage, "pilot") as pilot:
        move_case(actor=pilot, case=case, transition="withdraw", on=today(), reason="le local est perdu")
        with refused(Conflict, "payments_stopped"):
            prepare_payment(actor=pilot, case=case, instalment="balance", key=uuid4())
        with refused(ValidationError, "needs_lacking"):
            move_case(actor=pilot, case=case, transition="close", on=today())
        recovery = prepare_recovery(actor=pilot, case=case, key=uuid4())
        assert (recovery.kind, recovery.cents) == ("recovery", 400_000)
    with by(stage, "finance") as finance:
        order_payment(actor=finance, case=case, order_id=recovery.pk)
        declare_paid(actor=finance, case=case, order_id=recovery.pk, on=today())
    with by(stage, "pilot") as pilot:
        move_case(actor=pilot, case=case, transition="close", on=today())


def test_case_21_what_was_only_prepared_is_cancelled_by_the_withdrawal(stage: Stage) -> None:
    case = awarded(stage)
    give_account(case)
    with by(stage, "finance") as finance:
        prepared = prepare_payment(actor=finance, case=case, instalment="advance", key=uuid4())
    with by(stage, "pilot") as pilot:
        move_case(actor=pilot, case=case, transition="withdraw", on=today(), reason="le local est perdu")
        assert state_of(prepared) == PaymentState.CANCELLED
        with refused(Conflict, "order_state"):
            order_payment(actor=pilot, case=case, order_id=prepared.pk)
        move_case(actor=pilot, case=case, transition="close", on=today())


def test_case_22_a_recovery_order_after_an_early_stop(stage: Stage) -> None:
    case = awarded(stage)
    give_account(case)
    paid_advance(stage, case)
    with by(stage, "pilot") as pilot:
        enter_report(actor=pilot, case=case, code="final", values=spending(250_000), on=today())
        accept_report(actor=pilot, case=case, code="final", on=today())
        with refused(Conflict, "nothing_due"):
            prepare_payment(actor=pilot, case=case, instalment="balance", key=uuid4())
        key = uuid4()
        recovery = prepare_recovery(actor=pilot, case=case, key=key)
        assert prepare_recovery(actor=pilot, case=case, key=key) == recovery
        assert recovery.cents == 200_000
        assert not case_facts(case).payments_settled
    with by(stage, "finance") as finance:
        order_payment(actor=finance, case=case, order_id=recovery.pk)
        declare_paid(actor=finance, case=case, order_id=recovery.pk, on=today())
        assert case_facts(case).payments_settled


def test_case_23_order_posted_many_times_and_two_roles_of_one_person(stage: Stage) -> None:
    case, key = awarded(stage), uuid4()
    give_account(case)
    with by(stage, "finance") as finance:
        orders = {prepare_payment(actor=finance, case=case, instalment="advance", key=key).pk for _ in range(5)}
        assert len(orders) == 1
        with refused(Conflict, "instalment_done"):
            prepare_payment(actor=finance, case=case, instalment="advance", key=uuid4())
        with refused(PermissionDenied, "two_people"):
            order_payment(actor=finance, case=case, order_id=min(orders))
        with pytest.raises(DatabaseError), transaction.atomic():
            PaymentOrder.objects.filter(pk__in=orders).update(ordered_by=finance.person_id, state="ordered")
    with by(stage, "lead") as lead, refused(PermissionDenied, "money_right"):
        order_payment(actor=lead, case=case, order_id=min(orders))
    with by(stage, "pilot") as pilot:
        for _ in range(3):
            order_payment(actor=pilot, case=case, order_id=min(orders))
        declare_failed(actor=pilot, case=case, order_id=min(orders), on=today(), reason="compte clos")
    with by(stage, "finance") as finance:
        again = prepare_payment(actor=finance, case=case, instalment="advance", key=uuid4())
        assert (again.attempt, again.cents) == (2, 400_000)
        cancel_payment(actor=finance, case=case, order_id=again.pk, reason="erreur")


def test_case_24_account_or_proof_changed_after_approval(stage: Stage) -> None:
    application, case, guest = applied(stage)
    with acting_as(guest):
        set_own_account(actor=guest, application=application, iban=IBAN, holder="Association")
    with by(stage, "finance") as finance:
        first = prepare_payment(actor=finance, case=case, instalment="advance", key=uuid4())
    with by(stage, "pilot") as pilot:
        order_payment(actor=pilot, case=case, order_id=first.pk)
    with acting_as(guest):
        set_own_account(actor=guest, application=application, iban=OTHER_IBAN, holder="Association")
    assert state_of(first) == PaymentState.VOID
    with acting_as(MACHINE):
        told_of_it = GuestLetter.objects.filter(guest_id=guest.guest_id, title="Le compte de votre dossier a changé")
        assert told_of_it.count() == 1, "the former contact is told"
    with by(stage, "pilot") as pilot:
        with refused(Conflict, "order_state"):
            declare_paid(actor=pilot, case=case, order_id=first.pk, on=today())
        second = prepare_payment(actor=pilot, case=case, instalment="advance", key=uuid4())
        add_document(actor=pilot, case=case, kind="rib", title="rib", on=today(), name="p.txt", data=b"autre")
    with by(stage, "finance") as finance:
        with refused(Conflict, "proofs_changed"):
            order_payment(actor=finance, case=case, order_id=second.pk)
        third = prepare_payment(actor=finance, case=case, instalment="advance", key=uuid4())
    assert (state_of(second), third.attempt) == (PaymentState.VOID, 3)
    assert set(second.digests) < set(third.digests), "the proof that was approved stays pinned"


def test_whoever_entered_the_account_never_orders(stage: Stage) -> None:
    case = awarded(stage)
    with by(stage, "pilot") as pilot:
        enter_account(actor=pilot, case=case, iban=IBAN, holder="Association")
    with by(stage, "finance") as finance:
        prepared = prepare_payment(actor=finance, case=case, instalment="advance", key=uuid4())
    with by(stage, "pilot") as pilot, refused(PermissionDenied, "two_people"):
        order_payment(actor=pilot, case=case, order_id=prepared.pk)


def test_an_account_is_read_by_finance_and_the_pilot_only_and_masked(stage: Stage) -> None:
    application, case, guest = applied(stage)
    with acting_as(guest):
        set_own_account(actor=guest, application=application, iban=IBAN, holder="Association")
        assert PayeeAccount.objects.count() == 0
        shown = own_money(actor=guest, application=application)
        assert shown is not None
        assert (shown.account, shown.granted, shown.may_give_account) == ("0189", 800_000, True)
        assert [each.state for each in shown.instalments] == [InstalmentState.DUE, InstalmentState.WAITING]
    seen = {}
    for part in ("finance", "pilot", "lead", "auditor", "intruder"):
        with by(stage, part) as actor:
            seen[part] = PayeeAccount.objects.filter(case_id=case.pk).count()
            if part != "intruder":
                detail = case_by_number(actor=actor, plan=stage.plan, number=case.number, on=today())
                money = case_money(actor=actor, detail=detail)
                assert money is not None
                assert money.has_account
                assert money.account == ("Association, FR76 … 189" if seen[part] else "")
    assert seen == {"finance": 1, "pilot": 1, "lead": 0, "auditor": 0, "intruder": 0}


def test_a_report_is_written_in_several_times_and_sent_once(stage: Stage) -> None:
    application, case, guest = applied(stage)
    given = {"actor": guest, "application": application, "code": "final"}
    with acting_as(guest):
        save_own_report(**given, values={"audience": 3})
        shown = own_money(actor=guest, application=application)
        assert shown is not None
        assert shown.drafts == {"final": {"audience": 3}}
        with refused(ValidationError, "form_errors"):
            send_own_report(**given, values={"audience": 3})
        sent = {send_own_report(**given, values=spending(900_000)).pk for _ in range(3)}
        assert len(sent) == 1
    stranger = Actor(name="autre", guest_id=(guest.guest_id or 0) + 1)
    with acting_as(stranger), pytest.raises(NotFound):
        send_own_report(**given | {"actor": stranger}, values=spending(1))
    with by(stage, "pilot"):
        assert case.reports.count() == 1, "a draft is for its author"


def test_the_applicant_withdraws_their_own_case(stage: Stage) -> None:
    _, case, guest = applied(stage)
    with acting_as(guest):
        move_own_case(actor=guest, case=case, transition="withdraw", reason="le local est perdu")
    with by(stage, "pilot") as pilot:
        move_case(actor=pilot, case=case, transition="close", on=today())


def test_an_amendment_changes_its_own_fields_only(stage: Stage) -> None:
    case = awarded(stage)
    given = {"case": case, "kind": "longer", "on": today(), "reason": "travaux en retard"}
    with by(stage, "finance") as finance, refused(PermissionDenied, "money_right"):
        amend_case(actor=finance, values={"ends": "2020-09-30"}, **given)
    with by(stage, "pilot") as pilot:
        with refused(ValidationError, "amendment_empty"):
            amend_case(actor=pilot, values={"summary": "autre"}, **given)
        amendment = amend_case(actor=pilot, values={"ends": "2020-09-30", "summary": "autre"}, **given)
        assert (amendment.before, amendment.after) == ({"ends": "2020-06-30"}, {"ends": "2020-09-30"})
        case.refresh_from_db()
        assert case.values["summary"] == "Essai"
        assert case.deadlines.get(code="report_final").due_on == date(2020, 11, 30)


def test_a_grant_is_corrected_with_a_reason_and_never_rewritten(stage: Stage) -> None:
    case = awarded(stage)
    with by(stage, "pilot") as pilot:
        with refused(ValidationError, "reason_missing"):
            record_grant(actor=pilot, case=case, cents=700_000, on=today())
        with refused(ValidationError, "cents"):
            record_grant(actor=pilot, case=case, cents=0, on=today())
        record_grant(actor=pilot, case=case, cents=700_000, on=today(), reason="erreur de saisie")
        assert [each.cents for each in case.grants.order_by("pk")] == [800_000, 700_000]
        with pytest.raises(DatabaseError), transaction.atomic():
            case.grants.update(cents=1)
    with by(stage, "finance") as finance, refused(PermissionDenied, "money_right"):
        record_grant(actor=finance, case=case, cents=1, on=today(), reason="x")


def test_orders_leave_for_accounting_with_a_reference_that_lasts_and_a_line_in_the_audit_log(stage: Stage) -> None:
    case = awarded(stage)
    give_account(case)
    with by(stage, "finance") as actor:
        order = prepare_payment(actor=actor, case=case, instalment="advance", key=uuid4())
        assert export_orders(actor=actor, plan=stage.plan) == []
    with by(stage, "pilot") as actor:
        order_payment(actor=actor, case=case, order_id=order.pk)
        (line,) = export_orders(actor=actor, plan=stage.plan)
        assert export_orders(actor=actor, plan=stage.plan) == [line]
    assert (line.reference, line.cents, line.payee) == (
        payment_reference(stage.plan.code, case.number, "advance", 1), 400_000, "Association",
    )  # fmt: skip
    with acting_as(MACHINE):
        entries = AuditEntry.objects.filter(act="procedures.export_orders").order_by("pk")
        assert [each.detail["orders"] for each in entries] == [[], [order.pk], [order.pk]]
    for part in ("lead", "state_reader", "intruder"):
        with by(stage, part) as actor, pytest.raises(NotFound):
            export_orders(actor=actor, plan=stage.plan)


def test_what_accounting_paid_is_declared_once_and_a_part_of_it_is_told(stage: Stage) -> None:
    case = awarded(stage)
    give_account(case)
    with by(stage, "pilot") as actor:
        order = prepare_payment(actor=actor, case=case, instalment="advance", key=uuid4())
    with by(stage, "finance") as actor:
        order_payment(actor=actor, case=case, order_id=order.pk)
    reference = payment_reference(stage.plan.code, case.number, "advance", 1)

    def settled(part: str, cents: int) -> tuple[int, int]:
        with by(stage, part) as actor:
            done = settle_paid_orders(
                actor=actor, organisation=stage.cast.region, payments={reference: (cents, today())}
            )
        return done.count, len(done.problems)

    assert settled("finance", 100_000) == (0, 1)
    assert settled("intruder", 400_000) == (0, 0)
    assert settled("lead", 400_000) == (0, 1)
    assert state_of(order) == PaymentState.ORDERED
    assert settled("finance", 400_000) == (1, 0)
    assert state_of(order) == PaymentState.PAID
    assert settled("finance", 400_000) == (0, 0)
