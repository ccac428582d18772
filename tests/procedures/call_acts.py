"""The acts of a call, by the people of the cast: a round, readings, a committee, a report, payments."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from pacte.accounts.row_context import acting_as
from pacte.kernel.clock import today
from pacte.plan.models import Plan
from pacte.procedures.models import CallRound, Case
from pacte.procedures.records.reading import CommitteeOutcome, ScoreInput
from pacte.procedures.rules.call_rounds import end_of_day, start_of_day
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.services.call_rounds import open_round
from pacte.procedures.services.committees import decide_case, open_meeting
from pacte.procedures.services.conflicts import declare_conflict
from pacte.procedures.services.payee_accounts import enter_account
from pacte.procedures.services.payment_outcomes import declare_paid
from pacte.procedures.services.payments import order_payment, prepare_payment
from pacte.procedures.services.reading import assign_reader, send_score
from pacte.procedures.services.reports import accept_report, enter_report
from tests.cast import MACHINE, Cast

ENVELOPE = 420_000_00
IBAN = "FR7630006000011234567890189"
READERS, MEMBERS = ("pilot", "lead"), ("pilot", "lead", "buyer")


def open_call(plan: Plan, procedure_code: str, first: date, last: date, title: str = "Vague 1") -> CallRound:
    with acting_as(MACHINE):
        return open_round(
            actor=MACHINE, plan=plan, procedure_code=procedure_code, title=title, opens_at=start_of_day(first),
            closes_at=end_of_day(last), envelope_cents=ENVELOPE,
        )  # fmt: skip


def read_case(cast: Cast, case: Case, on: date, *scores: int) -> None:
    """Each reader declares no conflict and gives the same score to every criterion."""
    grid = procedure_edition(case.procedure_code, case.edition).grids[0]
    for part, score in zip(READERS, scores or (4, 4), strict=True):
        with acting_as(MACHINE):
            reader = assign_reader(
                actor=MACHINE, case=case, grid_code=grid.code, person=cast[part].person, on=on
            )  # fmt: skip
        with acting_as(cast[part].actor) as actor:
            declare_conflict(actor=actor, case=case, has_conflict=False)
            words = {each.code: "Voir le dossier." for each in grid.criteria}
            given = ScoreInput({each.code: score for each in grid.criteria}, words)
            send_score(actor=actor, assignment=reader, score_input=given)


def decide(cast: Cast, case: Case, on: date, *, keeps: bool, cents: int = 800_00) -> None:
    """A committee of three decides on the case; it says why, as it may depart from the ranking."""
    with acting_as(MACHINE):
        meeting = open_meeting(
            actor=MACHINE, plan=case.plan, procedure_code=case.procedure_code, committee="panel", on=on,
            chair=cast["pilot"].person, members=[cast[each].person for each in MEMBERS],
            call_round=CallRound.objects.filter(entries__case=case).first(),
        )  # fmt: skip
        decide_case(
            actor=MACHINE, meeting=meeting, case=case, cents=cents, reason="Le projet est clair.",
            outcome=CommitteeOutcome.KEPT if keeps else CommitteeOutcome.REFUSED,
        )  # fmt: skip


def report(case: Case, code: str, values: dict[str, Any], on: date) -> None:
    with acting_as(MACHINE):
        enter_report(actor=MACHINE, case=case, code=code, values=values, on=on)
        accept_report(actor=MACHINE, case=case, code=code, on=on)


def pay(cast: Cast, case: Case) -> None:
    """Each instalment that is due: one person prepares, another orders, and it is paid."""
    procedure = procedure_edition(case.procedure_code, case.edition)
    with acting_as(cast["pilot"].actor) as pilot:
        enter_account(actor=pilot, case=case, iban=IBAN, holder="Savonnerie")
    for instalment in procedure.payments.instalments if procedure.payments else ():
        with acting_as(cast["pilot"].actor) as pilot:
            order = prepare_payment(actor=pilot, case=case, instalment=instalment.code, key=uuid4())
        with acting_as(cast["finance"].actor) as finance:
            order_payment(actor=finance, case=case, order_id=order.pk)
            declare_paid(actor=finance, case=case, order_id=order.pk, on=today())
