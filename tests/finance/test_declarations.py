"""Declared amounts: signed and dated; a correction is one more line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pacte.accounts.row_context import acting_as
from pacte.finance.models import BudgetLine, Movement
from pacte.finance.queries import declared_amounts, money_table
from pacte.finance.records import (
    AllocationTarget,
    AmountSource,
    DeclaredAmountInput,
    Fund,
    MoneyStage,
    PlanMoneyTable,
    Section,
)
from pacte.finance.services import correct_declared, declare_amount
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from tests.finance.accounts import Purse, purse
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db


kept_stage = kept_for_module(purse)


def typed(stage: Purse, part: str = "finance", **changed: Any) -> Movement:
    known: dict[str, Any] = {
        "target": AllocationTarget("pacte-essai", "1", ActionCode(1)), "year": 2019, "section": Section.OPERATING,
        "fund": Fund.PACT,
        "financer": "Région", "stage": MoneyStage.VOTED, "cents": 500_00, "happened_on": date(2018, 12, 20), **changed,
    }  # fmt: skip
    reason = known.pop("reason", "Budget primitif 2019")
    actor = stage.actor(part)
    with acting_as(actor):
        return declare_amount(actor=actor, plan=stage.plan, amount=DeclaredAmountInput(**known), reason=reason)


def table(stage: Purse) -> PlanMoneyTable:
    actor = stage.actor()
    with acting_as(actor):
        return money_table(actor=actor, plan=stage.plan, on=date(2020, 1, 1))


def test_a_typed_amount_is_declared_and_signed(stage: Purse) -> None:
    typed(stage)
    (cell,) = table(stage).cells
    assert (cell.stage, cell.cents, cell.source, cell.financer) == (
        MoneyStage.VOTED,
        500_00,
        AmountSource.DECLARED,
        "Région",
    )
    actor = stage.actor()
    with acting_as(actor):
        (line,) = declared_amounts(actor=actor, plan=stage.plan)
    assert (line.person_name, line.reason) == ("Finance Distribution", "Budget primitif 2019")


def test_two_amounts_of_one_pocket_share_their_line(stage: Purse) -> None:
    typed(stage)
    typed(stage, cents=100_00, reason="Décision modificative")
    assert BudgetLine.objects.count() == 1
    assert table(stage).total(MoneyStage.VOTED) == 600_00


def test_a_financer_known_to_the_directory_is_tied_to_it(stage: Purse) -> None:
    typed(stage, financer="etat")
    assert BudgetLine.objects.get().financer == stage.cast.state


def test_staff_counts_in_posts_and_in_no_sum_of_euros(stage: Purse) -> None:
    typed(stage, section=Section.STAFF, cents=0, etp=Decimal("1.5"))
    assert table(stage).cells[0].etp == Decimal("1.50")
    assert table(stage).total(MoneyStage.VOTED) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": "  "}, {"year": 1066}, {"cents": 0}, {"section": Section.STAFF}, {"etp": Decimal(1)},
        {"target": AllocationTarget("pacte-essai", "1", ActionCode(99))},
        {"target": AllocationTarget("autre", "1", ActionCode(1))},
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused(stage: Purse, changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        typed(stage, **changed)


def test_a_correction_adds_the_difference_and_points_at_the_mistake(stage: Purse) -> None:
    wrong = typed(stage)
    actor = stage.actor()
    with acting_as(actor):
        fixed = correct_declared(actor=actor, plan=stage.plan, movement_id=wrong.pk, cents=50_00, reason="Zéro en trop")
        assert (fixed.cents, fixed.corrects_id) == (-450_00, wrong.pk)
        with pytest.raises(Conflict):
            correct_declared(actor=actor, plan=stage.plan, movement_id=wrong.pk, cents=1, reason="Encore")
        with pytest.raises(Conflict):
            correct_declared(actor=actor, plan=stage.plan, movement_id=fixed.pk, cents=1, reason="Encore")
        lines = declared_amounts(actor=actor, plan=stage.plan)
    assert [each.is_corrected for each in lines] == [False, True]
    assert table(stage).total(MoneyStage.VOTED) == 50_00


def test_a_correction_needs_a_reason_a_difference_and_an_amount_of_that_plan(stage: Purse) -> None:
    wrong = typed(stage)
    actor = stage.actor()
    with acting_as(actor):
        with pytest.raises(ValidationError):
            correct_declared(actor=actor, plan=stage.plan, movement_id=wrong.pk, cents=1, reason="")
        with pytest.raises(ValidationError):
            correct_declared(actor=actor, plan=stage.plan, movement_id=wrong.pk, cents=500_00, reason="x")
        with pytest.raises(NotFound):
            correct_declared(actor=actor, plan=stage.plan, movement_id=wrong.pk + 99, cents=1, reason="x")


@pytest.mark.parametrize("part", ["lead", "buyer", "auditor", "partner", "intruder"])
def test_who_does_not_keep_the_accounts_declares_nothing(stage: Purse, part: str) -> None:
    with pytest.raises(PermissionDenied):
        typed(stage, part)
