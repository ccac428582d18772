"""The money of a plan month by month: the same sums as its table, whatever the day."""

from __future__ import annotations

from datetime import date

import pytest

from pacte.accounts.row_context import acting_as
from pacte.finance.queries import money_by_month, money_table
from pacte.finance.records import AllocationTarget, DeclaredAmountInput, Fund, MoneyStage, Section, total_at_stage
from pacte.finance.services import declare_amounts
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound
from tests.finance.accounts import Purse, account, extract, purse
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db
kept_stage = kept_for_module(purse)
STAGES = (MoneyStage.VOTED, MoneyStage.COMMITTED, MoneyStage.ORDERED)


@pytest.fixture
def funded(stage: Purse) -> Purse:
    made, paid = MoneyStage.COMMITTED, MoneyStage.ORDERED
    stage.take(
        extract(
            account("E1", {made: 1000_00, paid: 500_00}, dates={made: date(2019, 3, 1), paid: date(2019, 9, 30)}),
            account("E2", 300_00, year=2020, dates={made: date(2020, 2, 29)}),
            account("E3", 70_00, action=57, dates={made: date(2019, 3, 1)}),
        )
    )
    target, actor = AllocationTarget("pacte-essai", "1", ActionCode(1)), stage.actor()
    votes = [
        DeclaredAmountInput(target, 2019, section, fund, MoneyStage.VOTED, day, cents)
        for section, fund, day, cents in (
            (Section.OPERATING, Fund.PACT, date(2018, 12, 20), 2500_00),
            (Section.OPERATING, Fund.PACT, date(2019, 12, 1), 400_00),
            (Section.OPERATING, Fund.BASELINE, date(2019, 12, 1), 9000_00),
        )
    ]
    with acting_as(actor):
        declare_amounts(actor=actor, plan=stage.plan, amounts=votes, reason="Budget")
    return stage


@pytest.mark.parametrize("on", [date(2019, 1, 1), date(2019, 3, 1), date(2019, 12, 31), date(2020, 3, 15)])
def test_the_last_point_is_what_the_table_adds_up(funded: Purse, on: date) -> None:
    actor = funded.actor()
    with acting_as(actor):
        last = money_by_month(actor=actor, plan=funded.plan, on=on)[-1]
        table = money_table(actor=actor, plan=funded.plan, on=on)
    sums = [total_at_stage(table.filter_cells(lambda cell: cell.fund is Fund.PACT), stage) for stage in STAGES]
    assert (last.on, last.voted, last.committed, last.ordered) == (on, sums[0], sums[1] or 0, sums[2] or 0)


def test_each_month_ends_with_what_had_moved_and_nothing_waiting(funded: Purse) -> None:
    actor = funded.actor()
    with acting_as(actor):
        months = money_by_month(actor=actor, plan=funded.plan, on=date(2020, 3, 15))
    by_day = {each.on: each for each in months}
    assert len(months) == 15
    assert (by_day[date(2019, 2, 28)].committed, by_day[date(2019, 3, 31)].committed) == (0, 1000_00)
    assert by_day[date(2020, 2, 29)].committed == 1300_00
    # A vote before the plan begins is there from its first month.
    assert (by_day[date(2019, 1, 31)].voted, by_day[date(2019, 12, 31)].voted) == (2500_00, 2900_00)


def test_before_the_plan_or_any_money_there_is_no_month(stage: Purse) -> None:
    actor = stage.actor()
    with acting_as(actor):
        assert money_by_month(actor=actor, plan=stage.plan, on=date(2020, 1, 1)) == ()


def test_another_region_reads_nothing(funded: Purse) -> None:
    actor = funded.actor("intruder")
    with acting_as(actor), pytest.raises(NotFound):
        money_by_month(actor=actor, plan=funded.plan, on=date(2020, 1, 1))
