"""What everybody may read of the money: totals of the plan and of its axes, through which no action can be read."""

from __future__ import annotations

from pacte.finance.records import Fund, MoneyCell, MoneyStage
from pacte.finance.rules.public_totals import MIN_ACTIONS, public_money
from tests.finance.test_sums import cell, table


def of_axis(axis: str, *cents: int, stage: MoneyStage = MoneyStage.COMMITTED) -> tuple[MoneyCell, ...]:
    """One amount an action, the actions numbered after their axis."""
    return tuple(
        cell(stage, each, axis=axis, action=10 * int(axis) + rank, fund=Fund.PACT) for rank, each in enumerate(cents)
    )


def test_totals_of_the_plan_and_of_its_axes() -> None:
    ordered = of_axis("1", 10, 10, 10, stage=MoneyStage.ORDERED)
    money = public_money(table(*of_axis("1", 100, 200, 300), *of_axis("2", 1, 2, 4), *ordered))
    assert (money.envelope, money.committed, money.ordered) == (1500, 607, 30)
    assert [(axis.code, axis.envelope, axis.committed, axis.ordered) for axis in money.axes] == [
        ("1", 1000, 600, 30),
        ("2", 500, 7, None),
    ]


def test_no_axis_is_given_when_one_of_them_would_give_an_action() -> None:
    few = (1,) * (MIN_ACTIONS - 1)
    money = public_money(table(*of_axis("1", 100, 200, 300), *of_axis("2", *few)))
    assert money.committed == 602
    assert money.axes == (), "the total less the other axis would give it back"


def test_nothing_is_given_when_the_plan_has_too_few_actions_with_money() -> None:
    money = public_money(table(*of_axis("1", 100), *of_axis("2", 50)))
    assert (money.envelope, money.committed, money.ordered, money.axes) == (1500, None, None, ())


def test_each_stage_counts_its_own_actions() -> None:
    ordered = of_axis("1", 10, stage=MoneyStage.ORDERED)
    assert public_money(table(*of_axis("1", 100, 200, 300), *ordered)).committed is None


def test_money_of_an_axis_alone_is_that_of_no_action() -> None:
    money = public_money(table(cell(MoneyStage.COMMITTED, 700, action=None), *of_axis("2", 1, 2, 4)))
    assert [axis.committed for axis in money.axes] == [700, 7]


def test_other_funds_are_not_in_it() -> None:
    money = public_money(table(*of_axis("1", 1, 2, 3), cell(MoneyStage.COMMITTED, 900, fund=Fund.BASELINE)))
    assert money.committed == 6
