"""Amounts of instalments: percent, ceiling, rest, recovery. Pure: no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.errors import ValidationError
from pacte.kernel.iban import checked_iban, masked_iban
from pacte.procedures.records.cases import CaseFacts
from pacte.procedures.records.description import Requirement, RequirementKind, Retention, Transition
from pacte.procedures.records.form import AmountField, AttachmentField, FormSection, LinesField
from pacte.procedures.records.money import (
    AcceptedReport,
    Instalment,
    InstalmentState,
    MoneyFacts,
    PaymentFacts,
    PaymentKind,
    PaymentProofs,
    PaymentState,
    ReportDue,
)
from pacte.procedures.rules.description_check import description_defects
from pacte.procedures.rules.payments import (
    amount_due,
    instalment_state,
    missing_for,
    payments_returned,
    payments_settled,
    recovery_due,
)
from pacte.procedures.rules.reports import kept_until, report_due_on
from tests.procedures.example_money import ANSWERS, CALL, spending

PAYMENTS = CALL.payments
assert PAYMENTS is not None
ADVANCE, BALANCE = PAYMENTS.instalments
SIGNED = CaseFacts("running", documents=frozenset({"convention", "rib"}))
REPORTED = replace(SIGNED, accepted_reports=frozenset({"final"}))
GRANTED = MoneyFacts(granted=800_000, values=ANSWERS, digests={"rib": ("d",)}, account_id=1)


def paid(code: str, cents: int, kind: PaymentKind = PaymentKind.PAYMENT) -> PaymentFacts:
    return PaymentFacts(1, code, kind, PaymentState.PAID, cents)


def after_report(spent: int, *payments: PaymentFacts) -> MoneyFacts:
    return replace(GRANTED, reports={"final": AcceptedReport(7, spending(spent))}, payments=payments)


def test_the_example_holds_together() -> None:
    assert description_defects(CALL) == []


def test_the_advance_is_its_percent_of_the_grant() -> None:
    assert amount_due(ADVANCE, GRANTED) == 400_000
    assert amount_due(ADVANCE, replace(GRANTED, granted=333_333)) == 166_666, "rounded down, never a cent too much"
    assert amount_due(ADVANCE, MoneyFacts()) is None


def test_what_lacks_before_an_instalment_is_said_in_words() -> None:
    labels = {"rib": "Relevé d’identité"}
    assert missing_for(ADVANCE, MoneyFacts(), CaseFacts("signing"), labels) == (
        "le montant accordé", "la convention signée", "Relevé d’identité", "le compte où verser",
    )  # fmt: skip
    assert missing_for(ADVANCE, GRANTED, SIGNED, labels) == ()
    assert missing_for(BALANCE, GRANTED, SIGNED, labels) == ("le bilan accepté",)
    assert instalment_state(ADVANCE, GRANTED, SIGNED) is InstalmentState.DUE
    assert instalment_state(BALANCE, GRANTED, SIGNED) is InstalmentState.WAITING


@pytest.mark.parametrize(
    ("spent", "balance", "owed"),
    [
        (1_000_000, 400_000, 0),  # all was spent
        (1_500_000, 400_000, 0),  # more than planned: the grant is the ceiling
        (750_000, 200_000, 0),  # three quarters of the grant, less the advance
        (500_000, 0, 0),  # exactly the advance
        (250_000, -200_000, 200_000),  # stopped early: what was advanced too much is owed back
    ],
)
def test_case_22_payment_after_an_early_stop(spent: int, balance: int, owed: int) -> None:
    money = after_report(spent, paid("advance", 400_000))
    assert amount_due(BALANCE, money) == balance
    assert recovery_due(PAYMENTS, money, REPORTED) == owed
    assert (instalment_state(BALANCE, money, REPORTED) is InstalmentState.NOTHING_DUE) == (balance <= 0)
    assert payments_settled(CALL, money, REPORTED) == (balance == 0)


def test_case_22_a_recovery_settles_the_case_and_the_report_stays_due_before() -> None:
    before = replace(GRANTED, payments=(paid("advance", 400_000),))
    assert not payments_settled(CALL, before, SIGNED), "the report is still awaited"
    assert recovery_due(PAYMENTS, before, SIGNED) == 0
    returned = after_report(250_000, paid("advance", 400_000), paid("recovery", 200_000, PaymentKind.RECOVERY))
    assert payments_settled(CALL, returned, REPORTED)
    assert not payments_returned(returned)


def test_case_21_a_withdrawal_owes_back_all_that_was_paid() -> None:
    stopped = replace(GRANTED, payments=(paid("advance", 400_000),), is_stopped=True)
    assert recovery_due(PAYMENTS, stopped, SIGNED) == 400_000
    assert instalment_state(BALANCE, stopped, SIGNED) is InstalmentState.CANCELLED
    assert not payments_settled(CALL, stopped, SIGNED)
    assert payments_settled(CALL, replace(stopped, payments=()), SIGNED)


def test_case_24_an_order_stands_only_with_the_account_and_the_proofs_that_were_approved() -> None:
    pinned = PaymentFacts(
        1, "advance", PaymentKind.PAYMENT, PaymentState.ORDERED, 400_000, PaymentProofs(1, None, ("d",))
    )
    money = replace(GRANTED, payments=(pinned,))
    assert instalment_state(ADVANCE, money, SIGNED) is InstalmentState.ORDERED
    for changed in (
        replace(money, account_id=2), replace(money, digests={"rib": ("d", "e")}), replace(money, granted=700_000),
    ):  # fmt: skip
        assert instalment_state(ADVANCE, changed, SIGNED) is InstalmentState.DUE


@given(
    granted=st.integers(1, 10**9),
    spent=st.integers(0, 10**9),
    advance=st.integers(0, 10**9),
    recovered=st.integers(0, 10**9),
)
def test_what_is_paid_and_what_is_owed_meet_what_was_proved(
    granted: int, spent: int, advance: int, recovered: int
) -> None:
    """Whatever was paid before, the balance or the recovery leads to the grant or the share proved, to the cent."""
    payments = (paid("advance", advance), paid("recovery", recovered, PaymentKind.RECOVERY))
    money = replace(after_report(spent, *payments), granted=granted)
    balance = amount_due(BALANCE, money) or 0
    final = advance - recovered + max(0, balance) - recovery_due(PAYMENTS, money, REPORTED)
    assert final == min(granted, granted * spent // 1_000_000)


def test_a_description_whose_money_does_not_hold_is_told() -> None:
    after = Requirement(RequirementKind.REPORT_ACCEPTED, "un rapport", "lost")
    half = Instalment("recovery", "Moitié", after, percent=50, proofs=("lost",))
    ended = Transition("drop", "Arrêter", ("running",), "refused", PAYMENTS.granted_by)
    broken = replace(
        CALL, payments=replace(PAYMENTS, instalments=(half,)), transitions=(*CALL.transitions, ended)
    )  # fmt: skip
    told = " ; ".join(description_defects(broken))
    for part in ("kept for what is recovered", "« lost » does not exist", "make 50 %", "ends without its payments"):
        assert part in told
    assert "without payments" in " ".join(description_defects(replace(CALL, payments=None)))


def test_a_report_asks_for_no_file() -> None:
    """Neither beside the answers nor in a line: nothing would keep it."""
    (report,) = CALL.reports
    bill, photos = (AttachmentField(code=code, label="Preuve", is_required=False) for code in ("bill", "photos"))
    spent = LinesField(
        code="spent", label="Dépenses", one="Dépense", columns=(AmountField(code="euros", label="€"), bill)
    )
    asking = replace(report, form=(FormSection("result", "Ce qui a été fait", (spent, photos)),))
    told = description_defects(replace(CALL, reports=(asking,)))
    assert told == [
        f"report final: « {path} » asks for a file, and a report keeps none: add it to the case"
        for path in ("spent.bill", "photos")
    ]


def test_a_report_is_due_after_a_day_or_a_transition() -> None:
    assert report_due_on(ReportDue(field="ends", months=2), {"ends": "2020-12-31"}, {}) == date(2021, 2, 28)
    awarded = ReportDue(field="ends", months=2, once="award")
    assert report_due_on(awarded, {"ends": "2020-12-31"}, {}) is None, "it may never be awarded"
    assert report_due_on(awarded, {"ends": "2020-12-31"}, {"award": date(2020, 6, 1)}) == date(2021, 2, 28)
    assert report_due_on(ReportDue(transition="start", days=10), {}, {"start": date(2020, 1, 1)}) == date(2020, 1, 11)
    assert report_due_on(ReportDue(transition="start", days=10), {}, {}) is None


def test_case_25_a_case_that_was_paid_is_kept_its_paid_years() -> None:
    keeps, ended = Retention(months=24, paid_years=10), date(2020, 2, 29)
    assert kept_until(keeps, ended, is_paid=False) == date(2022, 2, 28)
    assert kept_until(keeps, ended, is_paid=True) == date(2030, 2, 28)


def test_an_iban_has_its_check_digits_and_is_masked() -> None:
    iban = checked_iban("fr76 3000 6000 0112 3456 7890 189")
    assert iban == "FR7630006000011234567890189"
    assert masked_iban(iban) == "FR76 … 189"
    for wrong in ("FR7630006000011234567890188", "FR76", "", "XX00"):
        with pytest.raises(ValidationError) as caught:
            checked_iban(wrong)
        assert caught.value.code == "iban"
        assert wrong == "" or wrong not in str(caught.value), "what was typed is not repeated in a page or a log"
