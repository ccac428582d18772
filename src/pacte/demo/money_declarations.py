"""Invented votes, State receipts, staff posts, and the Region's own effort since 2017; real envelopes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date

from pacte.demo.stories.money_shares import MoneyShares
from pacte.finance.records import AllocationTarget, DeclaredAmountInput, Fund, MoneyStage, Section
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import PlanContent

_ALL_OPERATING = ((Section.OPERATING, 1.0),)
_INVESTED = ((Section.INVESTMENT, 0.55), (Section.OPERATING, 0.45))

DeclarationBatch = tuple[list[DeclaredAmountInput], str, date]
"""Amounts, reason, date on which they became known."""


def declaration_batches(
    plan_code: str, content: PlanContent, money: MoneyShares, shares: Mapping[ActionCode, float]
) -> Iterator[DeclarationBatch]:
    """All declared amounts: budgets, receipts, own effort, staff posts."""
    yield _effort(plan_code, content, money, 2017, date(2018, 6, 28))
    for year in money.voted:
        yield from _budget(plan_code, content, money, year, shares)
        yield _effort(plan_code, content, money, year, date(year + 1, 6, 25))
    posts = [
        DeclaredAmountInput(
            AllocationTarget(plan_code, _axis(content, number), number),
            2019,
            Section.STAFF,
            Fund.PACT,
            MoneyStage.COMMITTED,
            date(2019, 3, 1),
            etp=etp,
        )
        for number, etp in money.staff.items()
        if number in content.numbers
    ]
    if posts:
        yield posts, "Quotes-parts de personnel (fictif)", date(2019, 3, 1)


def _budget(
    plan_code: str, content: PlanContent, money: MoneyShares, year: int, shares: Mapping[ActionCode, float]
) -> Iterator[DeclarationBatch]:
    voted_on, allocated_on = date(year - 1, 12, 20), date(year, 3, 15)
    voted, allocated = [], []
    for axis in content.axes:
        envelope = axis.amount_cents or 0
        for number in (each for each in content.numbers if _axis(content, each) == axis.code):
            target = AllocationTarget(plan_code, axis.code, number)
            for section, part_of in _INVESTED if number in money.invested else _ALL_OPERATING:
                cents = int(envelope * money.voted[year] * shares[number] * part_of) // 100_00 * 100_00
                if not cents:
                    continue
                voted.append(DeclaredAmountInput(target, year, section, Fund.PACT, MoneyStage.VOTED, voted_on, cents))
                part = int(cents * 0.93) // 100_00 * 100_00
                allocated.append(
                    DeclaredAmountInput(target, year, section, Fund.PACT, MoneyStage.ALLOCATED, allocated_on, part)
                )
                paid = int(cents * money.paid_of_voted) // 100_00 * 100_00
                voted.append(DeclaredAmountInput(target, year, section, Fund.PACT, MoneyStage.CREDITS, voted_on, paid))
        alone = int(envelope * money.voted_on_axis / len(money.voted)) // 100_00 * 100_00
        if alone:
            on_axis = AllocationTarget(plan_code, axis.code)
            voted.append(
                DeclaredAmountInput(on_axis, year, Section.OPERATING, Fund.PACT, MoneyStage.VOTED, voted_on, alone)
            )
    yield voted, f"Budget primitif {year} (fictif)", voted_on
    yield allocated, f"Affectations {year} (fictif)", allocated_on
    whole = sum(each.cents for each in voted if each.stage is MoneyStage.CREDITS)
    yield from _receipts(plan_code, year, whole)


def _receipts(plan_code: str, year: int, cents: int) -> Iterator[DeclarationBatch]:
    """The State's contribution of the year: the expected amount, then about two thirds of it received in summer."""
    plan = AllocationTarget(plan_code)
    stages = (
        (MoneyStage.RECEIPT_EXPECTED, date(year, 4, 10), 0.8),
        (MoneyStage.RECEIPT_RECEIVED, date(year, 7, 5), 0.52),
    )
    for stage, day, part in stages:
        amount = DeclaredAmountInput(
            plan, year, Section.OPERATING, Fund.PACT, stage, day, int(cents * part) // 100_00 * 100_00,
            financer="État",
        )  # fmt: skip
        yield [amount], f"Convention financière {year} (fictif)", day


def _effort(plan_code: str, content: PlanContent, money: MoneyShares, year: int, known_on: date) -> DeclarationBatch:
    own, factor = money.own_effort_2017, money.effort_factor.get(year, 1.0)
    amounts = [
        DeclaredAmountInput(
            AllocationTarget(plan_code, axis.code),
            year,
            Section.OPERATING,
            Fund.BASELINE,
            MoneyStage.ORDERED,
            date(year, 12, 31),
            int(own[rank % len(own)] * (factor + 0.004 * rank)) * 100,
        )
        for rank, axis in enumerate(content.axes)
    ]
    return amounts, f"Compte administratif {year} (fictif)", known_on


def action_shares(content: PlanContent, draw: random.Random) -> dict[ActionCode, float]:
    """Share of each action in the envelope of its axis; drawn, since the plan does not give it."""
    weights = {number: draw.uniform(0.5, 2.0) for number in content.numbers}
    return {
        number: weights[number]
        / sum(weights[each] for each in weights if _axis(content, each) == _axis(content, number))
        for number in weights
    }


def _axis(content: PlanContent, number: ActionCode) -> str:
    return content.rows_of(number)[0].axis_code
