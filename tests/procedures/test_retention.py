"""What the end of its retention takes from a case, and what stays: counts, payments and moves, without anybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from pacte.accounts.models import Guest
from pacte.accounts.row_context import acting_as
from pacte.accounts.services.guests import ensure_guest
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.procedures.models import Application, Case, PayeeAccount, PaymentOrder
from pacte.procedures.records.description import Procedure, Retention
from pacte.procedures.records.money import PaymentState
from pacte.procedures.rules.catalogue import procedures_by_code
from pacte.procedures.rules.conditions import fields_of_condition
from pacte.procedures.rules.retention import is_over, kept_fields
from pacte.procedures.services import add_document, move_case
from pacte.procedures.services.applications import begin_application, save_section, send_application
from pacte.procedures.services.case_retention import erase_ended_cases
from pacte.procedures.services.grants import record_grant
from pacte.procedures.services.messages import post_message
from pacte.procedures.services.payee_accounts import set_own_account
from pacte.procedures.services.payment_outcomes import declare_paid
from pacte.procedures.services.payments import order_payment, prepare_payment
from pacte.procedures.services.reports import accept_report, enter_report
from pacte.workflows.erase_old_cases import erase_old_cases
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.example_money import ANSWERS, CALL, example_call  # noqa: F401
from tests.web.plan_stage import Stage, staged

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))

MARK = "Zephyrine"
IBAN = "FR7630006000011234567890189"
TEXTS = {**ANSWERS, "summary": MARK, "costs": [{"what": MARK, "euros": 600_000}, {"what": MARK, "euros": 400_000}]}
# Days of the test: twice what the longest retention of the example lasts.
LATER = timedelta(days=2 * 366 * CALL.keeps.paid_years)


@pytest.mark.parametrize(
    ("on", "is_paid", "over"),
    [
        (date(2022, 1, 30), False, False),
        (date(2022, 1, 31), False, True),
        (date(2022, 1, 31), True, False),
        (date(2030, 1, 30), True, False),
        (date(2030, 1, 31), True, True),
    ],
)
def test_the_time_of_a_case_runs_from_its_end_and_is_longer_when_it_was_paid(
    on: date, is_paid: bool, over: bool
) -> None:
    assert is_over(Retention(months=24, paid_years=10), date(2020, 1, 31), is_paid=is_paid, on=on) is over


@pytest.mark.parametrize("procedure", procedures_by_code().values(), ids=lambda each: each.code)
def test_nothing_personal_stays_but_what_a_count_reads(procedure: Procedure) -> None:
    counted = {
        path
        for each in procedure.counts
        for path in (each.journey, *each.context_fields, *fields_of_condition(each.when))
    }
    personal = {each.code for each in procedure.fields if each.is_personal}
    assert kept_fields(procedure) & personal <= counted


def test_texts_go_and_amounts_stay_in_repeated_lines() -> None:
    assert kept_fields(CALL) == {"ends", "costs.euros", "audience", "spent.euros"}


@pytest.mark.django_db
@pytest.mark.usefixtures("example_call")
def test_an_erased_case_leaves_a_skeleton_that_keeps_its_numbers(stage: Stage) -> None:
    case, application = settled(stage)
    before = _numbers(stage, case)
    assert where_marked(), "the scan finds what was written"
    with acting_as(MACHINE):
        assert erase_ended_cases(actor=MACHINE, on=today()) == 0, "its time is not over"
    end_long_ago(case)
    with acting_as(stage.cast["pilot"].actor) as pilot, pytest.raises((NotFound, PermissionDenied)):
        erase_ended_cases(actor=pilot, on=today())
    with acting_as(MACHINE):
        erase_old_cases(actor=MACHINE)
        assert erase_ended_cases(actor=MACHINE, on=today()) == 0, "once"
    assert _numbers(stage, case) == before
    assert where_marked() == []
    with acting_as(MACHINE):
        case.refresh_from_db()
        assert case.values["costs"] == [{"euros": 600_000}, {"euros": 400_000}]
        assert not Application.objects.filter(pk=application.pk).exists()
        assert PayeeAccount.objects.get(case=case).iban == IBAN[-4:]
        assert list(case.documents.values_list("data", "digest").distinct()) == [(None, "")]
        assert Guest.objects.get(pk=case.guest_id).erased_at
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            case.versions.update(person_name="x")


@pytest.mark.django_db
@pytest.mark.usefixtures("example_call")
def test_edge_25_no_timer_touches_a_case_that_is_not_ended(stage: Stage) -> None:
    with acting_as(MACHINE):
        guest = marked_guest(stage)
    case, _ = sent(stage, guest)
    with acting_as(MACHINE):
        assert erase_ended_cases(actor=MACHINE, on=today() + LATER) == 0
        case.refresh_from_db()
    assert case.values["summary"] == MARK


@pytest.mark.django_db
def test_nobody_forgets_but_the_machine(stage: Stage) -> None:
    with (
        acting_as(stage.cast["pilot"].actor),
        pytest.raises(DatabaseError, match="only the machine forgets"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select procedures_forget('{1}', '{}')")


def marked_guest(stage: Stage) -> Actor:
    known = ensure_guest(actor=MACHINE, host=stage.cast.region, email=f"{MARK}@exemple.fr", name=MARK)
    return Actor(name=MARK, guest_id=known.pk)


def sent(stage: Stage, guest: Actor) -> tuple[Case, Application]:
    with acting_as(guest):
        application = begin_application(
            actor=guest, plan=stage.plan, number=ActionCode(1), procedure_code=CALL.code, key=UUID(int=1)
        )
        for section in CALL.form:
            application = save_section(
                actor=guest, application=application, section=section, values=TEXTS, title=f"Projet de {MARK}"
            )
        return send_application(actor=guest, application=application, arrived_at=now()), application


def settled(stage: Stage) -> tuple[Case, Application]:
    """A case paid and ended, with the mark in everything that somebody can write."""
    with acting_as(MACHINE):
        guest = marked_guest(stage)
    case, application = sent(stage, guest)
    with acting_as(stage.cast["pilot"].actor) as pilot:
        post_message(actor=pilot, case=case, text=f"Bonjour {MARK}")
        record_grant(actor=pilot, case=case, cents=800_000, on=today(), reason=MARK)
        move_case(actor=pilot, case=case, transition="award", on=today())
        for kind in ("convention", "rib"):
            add_document(
                actor=pilot, case=case, kind=kind, title=MARK, on=today(), name=f"{MARK}.txt", data=MARK.encode()
            )
        move_case(actor=pilot, case=case, transition="start", on=today())
    with acting_as(guest):
        set_own_account(actor=guest, application=application, iban=IBAN, holder=MARK)
    _pay(stage, case, "advance")
    with acting_as(stage.cast["pilot"].actor) as pilot:
        proved = {"audience": 12, "spent": [{"what": MARK, "euros": 1_000_000}]}
        enter_report(actor=pilot, case=case, code="final", values=proved, on=today())
        accept_report(actor=pilot, case=case, code="final", on=today())
        move_case(actor=pilot, case=case, transition="finish", on=today())
    _pay(stage, case, "balance")
    with acting_as(stage.cast["pilot"].actor) as pilot:
        move_case(actor=pilot, case=case, transition="settle", on=today())
    return case, application


def _pay(stage: Stage, case: Case, instalment: str) -> None:
    with acting_as(stage.cast["finance"].actor) as finance:
        order = prepare_payment(actor=finance, case=case, instalment=instalment, key=uuid4())
    with acting_as(stage.cast["pilot"].actor) as pilot:
        order_payment(actor=pilot, case=case, order_id=order.pk)
        declare_paid(actor=pilot, case=case, order_id=order.pk, on=today())


def end_long_ago(case: Case) -> None:
    with acting_as(MACHINE):
        Case.objects.filter(pk=case.pk).update(opened_on=today() - LATER, ended_on=today() - LATER)


@pytest.mark.django_db
@pytest.mark.usefixtures("example_call")
def test_a_case_whose_payment_is_still_under_way_is_kept_as_one_that_was_paid(stage: Stage) -> None:
    case, _ = settled(stage)
    with acting_as(MACHINE):
        PaymentOrder.objects.filter(case=case).update(state=PaymentState.ORDERED, settled_on=None)
        unpaid_long = timedelta(days=31 * (CALL.keeps.months + 1))
        Case.objects.filter(pk=case.pk).update(opened_on=today() - unpaid_long, ended_on=today() - unpaid_long)
        assert erase_ended_cases(actor=MACHINE, on=today()) == 0
        PaymentOrder.objects.filter(case=case).update(state=PaymentState.CANCELLED)
        assert erase_ended_cases(actor=MACHINE, on=today()) == 1


def _numbers(stage: Stage, case: Case) -> dict[str, Any]:
    """All that is counted of the case, by the functions that count, and its payments and moves."""
    fields = sorted({path.partition(".")[0] for path in kept_fields(CALL)} - {"costs"})
    with acting_as(MACHINE), connection.cursor() as cursor:
        cursor.execute(
            "select plan_action_id, case_id, first_on, answers::text"
            " from procedures_counted(%s, %s, 'settle', %s, %s, %s)",
            [stage.plan.pk, CALL.code, now(), today(), fields],
        )
        counted = cursor.fetchall()
        cursor.execute(
            "select number, accepted, due, asked, held from procedures_counts(%s, %s, %s, %s)",
            [stage.plan.pk, CALL.code, now(), today()],
        )
        orders = PaymentOrder.objects.filter(case=case).order_by("pk")
        moves = case.steps.filter(kind="moved").order_by("pk")
        return {
            "counted": counted,
            "counts": cursor.fetchall(),
            "payments": list(orders.values_list("key", "cents", "state", "settled_on", "digests")),
            "moves": list(moves.values_list("code", "happened_on", "before", "after")),
            "documents": case.documents.count(),
            "reports": list(case.reports.values_list("code", "values__audience", "judgement__is_accepted")),
        }


def where_marked(mark: str = MARK) -> list[str]:
    """The tables of the room, of the audit log and of guests in which the mark is found, in a text or in bytes."""
    with acting_as(MACHINE), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relname like any(%s)",
            [["procedures_%", "audit_%", "accounts_guest%"]],
        )
        tables = [name for (name,) in cursor.fetchall()]
        marked = []
        for table in tables:
            wanted = [f"%{mark}%", f"%{mark.encode().hex()}%"]
            cursor.execute(f"select exists (select from {table} t where t::text ilike %s or t::text ilike %s)", wanted)
            if cursor.fetchone()[0]:
                marked.append(table)
    return sorted(marked)
