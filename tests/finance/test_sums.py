"""Sums of money: the unallocated part is always shown, a share says of what, zero differs from unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from pacte.finance.records import (
    AdditionalCounts,
    AdditionalSums,
    AmountSource,
    AxisEnvelope,
    Fund,
    MoneyCell,
    MoneyStage,
    PlanMoneyTable,
    Section,
    UnallocatedTotals,
    additionality_with_counts,
)
from pacte.finance.rules import compute_additionality, consumption_by_section, money_headline, roll_up_by_axis
from pacte.kernel.action_codes import ActionCode


def cell(
    stage: MoneyStage, cents: int, *, axis: str = "1", action: int | None = 1, year: int = 2019, **more: object
) -> MoneyCell:
    known = {
        "moved_in": year, "section": Section.OPERATING, "fund": Fund.PACT, "financer": "Région",
        "source": AmountSource.ACCOUNTING, **more,
    }  # fmt: skip
    return MoneyCell(axis_code=axis, action=action, year=year, stage=stage, cents=cents, **known)  # type: ignore[arg-type]


def table(*cells: MoneyCell, waiting: int = 0) -> PlanMoneyTable:
    axes = (AxisEnvelope("1", "Axe 1", "Parcours", 1000), AxisEnvelope("2", "Axe 2", "Publics", 500))
    return PlanMoneyTable(
        "p", "Pacte", 2019, 2022, date(2020, 1, 1), datetime(2020, 1, 1, tzinfo=UTC), axes,
        ((ActionCode(1), "Une", "1"), (ActionCode(2), "Deux", "2")), cells, UnallocatedTotals(waiting),
    )  # fmt: skip


def test_an_envelope_says_what_is_on_actions_on_the_axis_alone_and_left() -> None:
    found = roll_up_by_axis(
        table(
            cell(MoneyStage.VOTED, 300), cell(MoneyStage.VOTED, 200, action=None), cell(MoneyStage.VOTED, 7, axis="2")
        )
    )
    assert [(each.on_actions, each.on_axis, each.left) for each in found] == [(300, 200, 500), (7, 0, 493)]


def test_more_voted_than_the_plan_gives_shows_as_a_negative_rest() -> None:
    assert roll_up_by_axis(table(cell(MoneyStage.VOTED, 1300)))[0].left == -300


def test_the_baseline_is_not_in_the_envelope() -> None:
    assert roll_up_by_axis(table(cell(MoneyStage.VOTED, 300, fund=Fund.BASELINE)))[0].left == 1000


def test_consumption_names_its_stage_and_its_ceiling_by_section() -> None:
    found = consumption_by_section(
        table(
            cell(MoneyStage.VOTED, 400),
            cell(MoneyStage.COMMITTED, 100),
            cell(MoneyStage.ORDERED, 50),
            cell(MoneyStage.CREDITS, 200),
            cell(MoneyStage.COMMITTED, 30, section=Section.INVESTMENT),
        )
    )
    assert [(each.stage, each.ceiling_stage, each.section, each.share) for each in found] == [
        (MoneyStage.COMMITTED, MoneyStage.VOTED, Section.OPERATING, Decimal("0.25")),
        (MoneyStage.ORDERED, MoneyStage.CREDITS, Section.OPERATING, Decimal("0.25")),
    ]


def test_a_share_of_nought_is_not_computable() -> None:
    found = consumption_by_section(table(cell(MoneyStage.VOTED, 0), cell(MoneyStage.COMMITTED, 100)))
    assert found[0].share is None


def test_staff_is_in_no_sum_of_euros() -> None:
    posts = cell(MoneyStage.COMMITTED, 99, section=Section.STAFF, etp=Decimal("1.5"))
    assert table(posts).total(MoneyStage.COMMITTED) is None


def test_what_the_pact_adds_stands_beside_the_effort_kept_since_2017() -> None:
    found = compute_additionality(
        table(
            cell(MoneyStage.ORDERED, 100, year=2017, fund=Fund.BASELINE),
            cell(MoneyStage.ORDERED, 90, fund=Fund.BASELINE),
            cell(MoneyStage.ORDERED, 40),
            cell(MoneyStage.ORDERED, 5, fund=Fund.OUTSIDE),
            cell(MoneyStage.PAID, 1),
        )
    )
    (line,) = found.rows
    assert (line.year, line.base_cents, line.maintained_cents, line.added_cents, line.other_cents) == (
        2019,
        100,
        90,
        40,
        5,
    )
    assert line.maintained_share == Decimal("0.9")
    assert found.added_cents == 40


def test_money_that_moved_in_another_year_counts_in_the_year_in_which_it_moved() -> None:
    found = compute_additionality(table(cell(MoneyStage.ORDERED, 40, year=2019, moved_in=2020)))
    assert [line.year for line in found.rows] == [2020]


def test_an_effort_that_is_not_known_gives_no_share() -> None:
    (line,) = compute_additionality(table(cell(MoneyStage.ORDERED, 40))).rows
    assert (line.base_cents, line.maintained_cents, line.maintained_share) == (None, None, None)


def test_places_and_entries_are_said_missing_until_a_higher_room_gives_them() -> None:
    found = compute_additionality(table(cell(MoneyStage.ORDERED, 40)))
    assert "pas encore mesuré" in found.missing
    counted = {(2019, "1"): AdditionalCounts(places=12, entries=19), (2020, "1"): AdditionalCounts(places=3, entries=0)}
    told = additionality_with_counts(found, AdditionalSums(cells=counted, overall=AdditionalCounts(15, 19)))
    assert (told.places, told.entries, told.missing) == (15, 19, "")
    assert told.added_cents == 40
    assert [(line.year, line.added_cents, line.counts.places) for line in told.rows] == [(2019, 40, 12), (2020, 0, 3)]


def test_the_headline_of_an_empty_table_says_so() -> None:
    assert money_headline(table()).sentence == "Aucun montant n’est encore suivi pour ce plan."


def test_the_headline_says_committed_over_the_envelope_and_what_waits() -> None:
    found = money_headline(
        table(cell(MoneyStage.COMMITTED, 700), cell(MoneyStage.COMMITTED, 9, fund=Fund.BASELINE), waiting=3)
    )
    assert (found.envelope, found.committed, found.ordered, found.unallocated_count) == (1500, 700, None, 3)
