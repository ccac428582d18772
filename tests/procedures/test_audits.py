"""The control of funded cases by sample: a draw that is done again, people apart, findings kept, money asked back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Role
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.procedures.models import AuditFinding, AuditSample, CallRound, Case, CaseConflict, SampledCase
from pacte.procedures.queries.audits import audit_of_round, case_audit, owed_findings, sampled_case
from pacte.procedures.queries.cases import case_by_number
from pacte.procedures.queries.payments import case_money
from pacte.procedures.records.audits import AuditPlace, AuditSampling, DrawnFor, FindingInput, FundedCase
from pacte.procedures.records.description import Procedure, Requirement, RequirementKind
from pacte.procedures.records.reading import CallRounds, ConflictKind
from pacte.procedures.rules import catalogue
from pacte.procedures.rules.audit_sample import (
    draw_sample,
    drawn_cases,
    groups_by_amount,
    population_numbers,
    sample_text,
)
from pacte.procedures.rules.call_rounds import end_of_day, start_of_day
from pacte.procedures.rules.money_check import money_defects
from pacte.procedures.services import move_case, open_case
from pacte.procedures.services.audits import draw_audit_sample, record_audit_finding
from pacte.procedures.services.grants import record_grant
from pacte.procedures.services.payment_outcomes import declare_paid
from pacte.procedures.services.payments import order_payment, prepare_payment, prepare_recovery
from pacte.procedures.services.reports import accept_report, enter_report
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.example_money import ANSWERS, CALL, spending
from tests.procedures.test_money import by, give_account, grant_and_sign, paid_advance, refused
from tests.web.plan_stage import Stage, staged

OPENED, LATER = date(2020, 1, 6), date(2020, 4, 6)
CONTROLLERS = frozenset({Role.ANALYST, Role.FINANCE_OFFICER, Role.AUDITOR})
SAMPLING = AuditSampling(25, 7_000_00, frozenset({Role.REGION_PILOT}), CONTROLLERS)
_CONTROLLED = Requirement(RequirementKind.AUDITED, "le contrôle du dossier")
AUDITED = replace(
    CALL,
    rounds=CallRounds(),
    audit=SAMPLING,
    transitions=tuple(
        replace(each, needs=(*each.needs, _CONTROLLED)) if each.code == "settle" else each for each in CALL.transitions
    ),
)

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))
FUNDED = st.lists(
    st.builds(FundedCase, number=st.integers(1, 500), cents=st.integers(1, 20_000_00)),
    max_size=60,
    unique_by=lambda each: each.number,
)


@given(funded=FUNDED, seed=st.text(max_size=20), percent=st.integers(1, 100))
def test_a_draw_is_the_same_in_any_order_and_takes_what_its_rule_says(
    funded: list[FundedCase], seed: str, percent: int
) -> None:
    rule = replace(SAMPLING, percent=percent)
    drawn = draw_sample(rule, funded, seed)
    assert drawn == draw_sample(rule, funded[::-1], seed)
    large = {each.number for each in funded if each.cents > rule.always_above_cents}
    others = sorted((each for each in funded if each.number not in large), key=lambda each: (each.cents, each.number))
    by_share = {each.number for each in drawn if each.why is DrawnFor.SHARE}
    assert {each.number for each in drawn if each.why is DrawnFor.AMOUNT} == large
    assert len(by_share) == -(-len(others) * percent // 100)
    groups = groups_by_amount(others, percent)
    assert [each for group in groups for each in group] == (others if groups else [])
    assert all(len(by_share & {each.number for each in group}) == 1 for group in groups), "one in each group of amounts"


@given(funded=FUNDED)
def test_what_is_published_is_enough_to_draw_again_and_another_seed_draws_others(funded: list[FundedCase]) -> None:
    text = sample_text(SAMPLING, funded, "plan/appel/1/2020-09-01")
    content = json.loads(text)
    again = [FundedCase(each["number"], each["cents"]) for each in content["population"]]
    assert sample_text(SAMPLING, again, content["seed_words"]) == text
    assert draw_sample(SAMPLING, again, content["seed"]) == drawn_cases(text)


def test_the_seed_decides_who_is_drawn_among_equal_amounts() -> None:
    funded = [FundedCase(number, 1_000_00) for number in range(1, 41)]
    draws = {draw_sample(SAMPLING, funded, f"jour {day}") for day in range(20)}
    assert len(draws) == 20
    seen = {each.number for drawn in draws for each in drawn}
    assert len(seen) > 30, "nobody is out of reach of the draw"


def test_a_description_of_a_control_that_nobody_can_do_is_refused_at_start() -> None:
    assert not list(money_defects(AUDITED))
    assert list(money_defects(replace(AUDITED, audit=None)))
    for wrong in (replace(SAMPLING, percent=0), replace(SAMPLING, controlled_by=frozenset())):
        assert list(money_defects(replace(AUDITED, audit=wrong)))
    assert list(money_defects(replace(AUDITED, rounds=None)))


@pytest.fixture
def audited_call(monkeypatch: pytest.MonkeyPatch) -> Procedure:
    editions = {**catalogue.procedure_editions(), (AUDITED.code, AUDITED.edition): AUDITED}
    monkeypatch.setattr(catalogue, "procedure_editions", lambda: editions)
    return AUDITED


def a_round(stage: Stage, opened: date = OPENED) -> CallRound:
    with acting_as(MACHINE):
        return CallRound.objects.create(
            organisation=stage.cast.region, plan=stage.plan, procedure_code=CALL.code, edition=1, title="Vague 1",
            opens_at=start_of_day(opened), closes_at=end_of_day(opened),
        )  # fmt: skip


def in_round(stage: Stage, cents: int, on: date = OPENED) -> Case:
    """A case of the round of that day, granted that amount: finance prepared half, which the pilot ordered."""
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code=CALL.code, title="Projet", on=on,
            values=ANSWERS,
        )  # fmt: skip
    with by(stage, "pilot") as pilot:
        grant_and_sign(pilot, case, on, cents)
    give_account(case)
    paid_advance(stage, case)
    return case


def drawn_round(stage: Stage) -> tuple[CallRound, Case, AuditSample]:
    call_round = a_round(stage)
    case = in_round(stage, 800_000)
    with by(stage, "pilot") as pilot:
        return call_round, case, draw_audit_sample(actor=pilot, call_round=call_round)


def seen(cents: int, words: str = "Deux factures manquent.") -> FindingInput:
    return FindingInput(AuditPlace.ON_SITE, cents, words, today())


def found(stage: Stage, case: Case, finding: FindingInput, part: str = "analyst") -> AuditFinding:
    with by(stage, part) as actor:
        sampled = SampledCase.objects.select_related("case", "sample").get(case=case)
        last = sampled.findings.order_by("pk").last()
        return record_audit_finding(actor=actor, sampled=sampled, finding=finding, corrects=last)


@pytest.mark.django_db
@pytest.mark.usefixtures("audited_call")
class TestSample:
    def test_it_is_drawn_once_kept_and_done_again_byte_for_byte(self, stage: Stage) -> None:
        call_round, _ = a_round(stage), a_round(stage, LATER)
        with by(stage, "pilot") as pilot, refused(Conflict, "nothing_funded"):
            draw_audit_sample(actor=pilot, call_round=call_round)
        large, small = in_round(stage, 800_000), in_round(stage, 100_000)
        elsewhere = in_round(stage, 800_000, LATER)
        with by(stage, "pilot") as pilot:
            sample = draw_audit_sample(actor=pilot, call_round=call_round)
            assert {each.number for each in drawn_cases(sample.text)} == {large.number, small.number}
            assert population_numbers(sample.text) == [large.number, small.number], "not that of another round"
            assert elsewhere.number not in population_numbers(sample.text)
            with refused(Conflict, "sample_drawn"):
                draw_audit_sample(actor=pilot, call_round=call_round)
            record_grant(actor=pilot, case=small, cents=50_000, on=today(), reason="moins")
            detail = audit_of_round(actor=pilot, plan=stage.plan, round_id=call_round.pk)
            assert (detail.text, detail.is_replayed) == (sample.text, True), "what was granted later changes nothing"
        with acting_as(MACHINE), pytest.raises(DatabaseError), transaction.atomic():
            AuditSample.objects.filter(pk=sample.pk).update(text="{}")

    def test_a_sample_that_no_longer_comes_out_the_same_says_so(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        call_round, _, _ = drawn_round(stage)
        other = {
            **catalogue.procedure_editions(),
            (CALL.code, 1): replace(AUDITED, audit=replace(SAMPLING, percent=50)),
        }
        monkeypatch.setattr(catalogue, "procedure_editions", lambda: other)
        with by(stage, "pilot") as pilot:
            assert not audit_of_round(actor=pilot, plan=stage.plan, round_id=call_round.pk).is_replayed

    def test_who_may_not_draw_or_is_elsewhere_finds_nothing(self, stage: Stage) -> None:
        call_round = a_round(stage)
        in_round(stage, 800_000)
        with by(stage, "analyst") as analyst, refused(PermissionDenied, "draw_right"):
            draw_audit_sample(actor=analyst, call_round=call_round)
        for part in ("intruder", "lead", "provider"):
            with by(stage, part) as actor:
                with pytest.raises(NotFound):
                    draw_audit_sample(actor=actor, call_round=call_round)
                with pytest.raises(NotFound):
                    audit_of_round(actor=actor, plan=stage.plan, round_id=call_round.pk)
        with by(stage, "pilot") as pilot:
            draw_audit_sample(actor=pilot, call_round=call_round)
        with by(stage, "intruder"):
            assert not AuditSample.objects.exists()
            assert not SampledCase.objects.exists()

    def test_whoever_has_a_conflict_sees_neither_the_case_nor_the_draw(self, stage: Stage) -> None:
        call_round, case, _ = drawn_round(stage)
        with acting_as(MACHINE):
            sampled = SampledCase.objects.select_related("case", "sample").get(case=case)
            CaseConflict.objects.create(
                organisation=stage.cast.region, case=case, person=stage.cast["analyst"].person, found_at=now(),
                kind=ConflictKind.DECLARED,
            )  # fmt: skip
        with by(stage, "analyst") as analyst:
            detail = audit_of_round(actor=analyst, plan=stage.plan, round_id=call_round.pk)
            assert (detail.lines, detail.text, detail.population_count) == ((), "", 0)
            assert owed_findings(actor=analyst, plan=stage.plan, on=today()) == []
            assert not SampledCase.objects.exists(), "row-level security says the same"
            with pytest.raises(NotFound):
                record_audit_finding(actor=analyst, sampled=sampled, finding=seen(0))


@pytest.mark.django_db
@pytest.mark.usefixtures("audited_call")
class TestFinding:
    def test_nobody_controls_what_they_paid(self, stage: Stage) -> None:
        _, case, _ = drawn_round(stage)
        with refused(PermissionDenied, "controls_own"):
            found(stage, case, seen(0), part="finance")
        with refused(PermissionDenied, "control_right"):
            found(stage, case, seen(0), part="pilot")
        with by(stage, "finance") as finance:
            assert owed_findings(actor=finance, plan=stage.plan, on=today()) == []
        with by(stage, "analyst") as analyst:
            assert [each.case for each in owed_findings(actor=analyst, plan=stage.plan, on=today())] == [case]
            assert owed_findings(actor=analyst, plan=stage.plan, on=today() - timedelta(days=1)) == []

    def test_a_finding_has_words_and_an_amount_within_the_grant_and_a_correction_keeps_the_first(
        self, stage: Stage
    ) -> None:
        call_round, case, _ = drawn_round(stage)
        assert case.deadlines.filter(code="audit").exists()
        for wrong, code in ((seen(1, " "), "words_missing"), (seen(800_001), "unjustified_amount")):
            with refused(ValidationError, code):
                found(stage, case, wrong)
        first = found(stage, case, seen(90_000))
        with by(stage, "analyst") as analyst:
            sampled = SampledCase.objects.select_related("case", "sample").get(case=case)
            with refused(Conflict, "finding_given"):
                record_audit_finding(actor=analyst, sampled=sampled, finding=seen(1))
        assert found(stage, case, seen(30_000, "Une facture est revenue.")).corrects == first
        with by(stage, "analyst") as analyst:
            line = sampled_case(actor=analyst, plan=stage.plan, round_id=call_round.pk, number=case.number)
            assert line.finding
            assert (line.finding.unjustified_cents, [each.unjustified_cents for each in line.earlier]) == (
                30_000,
                [90_000],
            )
            detail = case_by_number(actor=analyst, plan=stage.plan, number=case.number, on=today())
            assert case_audit(actor=analyst, detail=detail) == line
            assert "audit" not in {each.code for each in detail.deadlines}
        with acting_as(MACHINE), pytest.raises(DatabaseError), transaction.atomic():
            AuditFinding.objects.filter(pk=first.pk).update(unjustified_cents=0)

    def test_a_case_waits_for_its_finding_and_what_is_not_justified_is_not_paid(self, stage: Stage) -> None:
        _, case, _ = drawn_round(stage)
        settle_but_for_control(stage, case, 1_000_000)
        with by(stage, "pilot") as pilot, refused(ValidationError, "needs_lacking"):
            move_case(actor=pilot, case=case, transition="settle", on=today())
        found(stage, case, seen(0, "Tout est là."))
        with by(stage, "pilot") as pilot:
            move_case(actor=pilot, case=case, transition="settle", on=today())
        assert case.stage == "settled"

    def test_what_is_found_before_the_balance_lowers_it(self, stage: Stage) -> None:
        _, case, _ = drawn_round(stage)
        found(stage, case, seen(100_000))
        with by(stage, "pilot") as pilot:
            enter_report(actor=pilot, case=case, code="final", values=spending(1_000_000), on=today())
            accept_report(actor=pilot, case=case, code="final", on=today())
            assert prepare_payment(actor=pilot, case=case, instalment="balance", key=uuid4()).cents == 300_000

    def test_after_the_end_two_people_ask_back_what_nothing_justifies_and_nothing_moves_by_itself(
        self, stage: Stage
    ) -> None:
        call_round = a_round(stage)
        case = in_round(stage, 800_000)
        settle_but_for_control(stage, case, 1_000_000)
        with by(stage, "pilot") as pilot:
            move_case(actor=pilot, case=case, transition="settle", on=today())
            draw_audit_sample(actor=pilot, call_round=call_round)
            with refused(Conflict, "nothing_owed"):
                prepare_recovery(actor=pilot, case=case, key=uuid4())
        assert not case.deadlines.filter(code="audit").exists(), "a case that has ended has no deadline of its own"
        found(stage, case, seen(120_000))
        with by(stage, "pilot") as pilot:
            assert case.payments.filter(kind="recovery").count() == 0
            detail = case_by_number(actor=pilot, plan=stage.plan, number=case.number, on=today())
            money = case_money(actor=pilot, detail=detail)
            assert money
            assert (money.owed, money.may_recover, money.may_prepare) == (120_000, True, False)
            recovery = prepare_recovery(actor=pilot, case=case, key=uuid4(), reason="contrôle")
            with refused(PermissionDenied, "two_people"):
                order_payment(actor=pilot, case=case, order_id=recovery.pk)
            paid = case.payments.filter(kind="payment").first()
            assert paid
            with refused(Conflict, "file_ended"):
                order_payment(actor=pilot, case=case, order_id=paid.pk)
        found(stage, case, seen(50_000, "Une facture est revenue."))
        with by(stage, "finance") as finance, refused(Conflict, "proofs_changed"):
            order_payment(actor=finance, case=case, order_id=recovery.pk)
        found(stage, case, seen(120_000, "Cette facture était d’un autre projet."))
        with by(stage, "finance") as finance:
            order_payment(actor=finance, case=case, order_id=recovery.pk)
            declare_paid(actor=finance, case=case, order_id=recovery.pk, on=today())
        with by(stage, "pilot") as pilot, refused(Conflict, "nothing_owed"):
            prepare_recovery(actor=pilot, case=case, key=uuid4())


def settle_but_for_control(stage: Stage, case: Case, spent: int) -> None:
    """The report is accepted and the balance paid: only the control may be missing."""
    with by(stage, "pilot") as pilot:
        enter_report(actor=pilot, case=case, code="final", values=spending(spent), on=today())
        accept_report(actor=pilot, case=case, code="final", on=today())
        move_case(actor=pilot, case=case, transition="finish", on=today())
        balance = prepare_payment(actor=pilot, case=case, instalment="balance", key=uuid4())
    with by(stage, "finance") as finance:
        order_payment(actor=finance, case=case, order_id=balance.pk)
        declare_paid(actor=finance, case=case, order_id=balance.pk, on=today())
