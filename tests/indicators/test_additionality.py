"""What the pact adds, in places and entries by year and axis: each plan counts its own, and small counts are hidden."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import highspy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacte.accounts.row_context import acting_as
from pacte.finance.queries import money_table
from pacte.finance.records import AdditionalCounts, AdditionalSums
from pacte.indicators.queries.additionality import pact_additionality
from pacte.indicators.rules.additionality import PactCount, additionality_sums
from pacte.indicators.services import refresh_facts
from pacte.infra.linear_solver import new_solver
from pacte.journeys.models import Step
from pacte.journeys.records import StepKind
from pacte.journeys.rules.linked_suppression import ConstraintRow, linear_model
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.offer.models import Session
from pacte.plan.models import Plan
from tests.cast import MACHINE, Cast
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import session_with, somebody
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, staged

AXES = {ActionCode(1): "1", ActionCode(2): "2"}
THEN = datetime(2021, 2, 15, 9, tzinfo=UTC)
THRESHOLD = 11
actions = st.sampled_from([ActionCode(1), ActionCode(2), ActionCode(9), None])


def counted(year: int, *numbers: int | None, places: int = 0, entries: int = 0) -> PactCount:
    named = frozenset(None if number is None else ActionCode(number) for number in numbers)
    return PactCount(year, named, places, entries)


single = st.builds(
    PactCount, st.integers(2019, 2021), actions.map(lambda one: frozenset({one})), st.integers(0, 60),
    st.integers(0, 40),
)  # fmt: skip
several = st.builds(
    PactCount, st.integers(2019, 2021), st.frozensets(actions, min_size=2), st.just(0), st.integers(0, 40)
)


def test_actions_of_an_axis_add_up_and_what_names_no_action_stands_under_no_axis() -> None:
    found = additionality_sums(
        [
            counted(2019, 1, places=30, entries=25),
            counted(2019, 2, places=20, entries=15),
            counted(2019, None, places=5, entries=12),
        ],
        AXES,
        threshold=11,
    )
    assert found.cells == {
        (2019, ""): AdditionalCounts(5, 12),
        (2019, "1"): AdditionalCounts(30, 25),
        (2019, "2"): AdditionalCounts(20, 15),
    }
    assert (found.overall, found.years[2019], found.axes["1"]) == (
        AdditionalCounts(55, 52),
        AdditionalCounts(55, 52),
        AdditionalCounts(30, 25),
    )


def test_few_entries_are_hidden_with_another_so_that_no_total_gives_them_back() -> None:
    found = additionality_sums(
        [counted(2019, 1, places=30, entries=25), counted(2019, 2, places=20, entries=3)], AXES, threshold=11
    )
    assert found.cells[2019, "2"] == AdditionalCounts(20, None, hides_entries=True)
    assert found.cells[2019, "1"] == AdditionalCounts(30, None, hides_entries=True)
    assert found.overall == AdditionalCounts(50, 28)


@given(st.lists(single, max_size=20))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_hidden_never_stands_alone_in_a_year_or_an_axis(given_counts: list[PactCount]) -> None:
    found = additionality_sums(given_counts, AXES, threshold=11)
    assert sum(each.places or 0 for each in found.cells.values()) == found.overall.places
    assert all(each.entries is None or each.entries == 0 or each.entries >= 11 for each in found.cells.values())
    for place in (0, 1):
        for value in {key[place] for key in found.cells}:
            group = [each for key, each in found.cells.items() if key[place] == value]
            shown = [each for each in group if each.entries]
            assert not shown or sum(each.hides_entries for each in group) != 1
    _all_in_the_whole(found)


def _all_in_the_whole(found: AdditionalSums) -> None:
    told = [each.entries for each in found.cells.values()]
    if None not in told and found.overall.entries is not None:
        assert sum(each or 0 for each in told) == found.overall.entries


def test_people_of_a_shared_session_count_whole_in_each_axis_and_once_in_the_totals() -> None:
    found = additionality_sums(
        [
            counted(2019, 1, places=30, entries=25),
            counted(2019, 2, places=20, entries=15),
            counted(2019, 1, 2, entries=12),
        ],
        AXES,
        threshold=11,
    )
    assert found.cells == {(2019, "1"): AdditionalCounts(30, 37), (2019, "2"): AdditionalCounts(20, 27)}
    assert found.years[2019] == found.overall == AdditionalCounts(50, 52)
    assert found.has_shared_entries


def test_two_actions_of_one_axis_share_nothing_between_axes() -> None:
    found = additionality_sums([counted(2019, 1, 3, entries=30)], AXES | {ActionCode(3): "1"}, threshold=11)
    assert found.cells == {(2019, "1"): AdditionalCounts(0, 30)}
    assert not found.has_shared_entries


def test_the_few_whom_two_axes_share_are_not_the_difference_of_what_is_shown() -> None:
    found = additionality_sums(
        [counted(2019, 1, entries=40), counted(2019, 2, entries=50), counted(2019, 1, 2, entries=3)],
        AXES,
        threshold=11,
    )
    assert [*found.cells.values(), *found.years.values(), found.overall].count(AdditionalCounts(0, None, True))


@given(st.lists(single, max_size=12), st.lists(several, min_size=1, max_size=5))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_subtraction_gives_a_small_count_where_axes_share_people(
    alone: list[PactCount], shared: list[PactCount]
) -> None:
    units: Counter[tuple[int, frozenset[str]]] = Counter()
    for each in (*alone, *shared):
        axes = frozenset("" if action is None else AXES.get(action, "") for action in each.actions)
        units[each.year, axes] += each.entries
    found = additionality_sums([*alone, *shared], AXES, threshold=THRESHOLD)
    assert disclosed(list(units), list(units.values()), found) == []


def disclosed(units: list[tuple[int, frozenset[str]]], values: list[int], found: AdditionalSums) -> list[object]:
    """Small counts that nothing that is shown lets reach the threshold: a cell, a total, or people whom axes share."""
    shown: dict[object, tuple[AdditionalCounts, list[int]]] = {}
    for (year, axis), count in found.cells.items():
        shown[year, axis] = count, [rank for rank, unit in enumerate(units) if unit[0] == year and axis in unit[1]]
    for year, count in found.years.items():
        shown[year] = count, [rank for rank, unit in enumerate(units) if unit[0] == year]
    for axis, count in found.axes.items():
        shown[axis] = count, [rank for rank, unit in enumerate(units) if axis in unit[1]]
    shown["all"] = found.overall, list(range(len(units)))
    rows: list[ConstraintRow] = [
        (dict.fromkeys(ranks, 1.0), float(count.entries), float(count.entries))
        for count, ranks in shown.values()
        if count.entries is not None
    ]
    asked = {name: ranks for name, (_, ranks) in shown.items()}
    asked |= {units[rank]: [rank] for rank in range(len(units)) if len(units[rank][1]) > 1}
    return [
        name
        for name, ranks in asked.items()
        if 0 < sum(values[rank] for rank in ranks) < THRESHOLD and greatest(rows, len(units), ranks) < THRESHOLD
    ]


def greatest(rows: list[ConstraintRow], size: int, ranks: list[int]) -> float:
    """The greatest sum of these units for who knows the rows only."""
    solver = new_solver()
    solver.passModel(linear_model(rows, [0.0] * size, [1000.0] * size))
    for rank in ranks:
        solver.changeColCost(rank, -1.0)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return -float(solver.getInfo().objective_function_value) + 1e-6


kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1), row("A02", 2, axis_code="2"))))


@pytest.mark.django_db
def test_places_stay_with_the_plan_whose_order_buys_them(stage: Stage, tmp_path: Path) -> None:
    session, other = session_with(stage.cast), session_with(stage.cast, number="24_2")
    with acting_as(MACHINE):
        next_plan = staged(small_plan(row("A01", 1), code="suivant"), cast=stage.cast).plan
    buy(order_for(stage.cast.region, stage.plan, 1, session), 30, known=THEN)
    buy(order_for(stage.cast.region, next_plan, 1, other), 7, known=THEN)
    buy(order_for(stage.cast.region, stage.plan, 2, session, fund="baseline"), 4, known=THEN)
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=tmp_path)
    assert [_places(plan, tmp_path) for plan in (stage.plan, next_plan)] == [30, 7]


@pytest.mark.django_db
def test_before_any_fact_places_are_said_not_measured(stage: Stage, tmp_path: Path) -> None:
    assert _places(stage.plan, tmp_path / "none") is None


@pytest.mark.django_db
def test_a_session_of_two_axes_divides_its_places_and_counts_its_people_in_each(stage: Stage, tmp_path: Path) -> None:
    session = session_with(stage.cast)
    buy(order_for(stage.cast.region, stage.plan, 1, session), 20, known=THEN)
    buy(order_for(stage.cast.region, stage.plan, 2, session), 10, known=THEN)
    for _ in range(12):
        enter(stage.cast, session)
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=tmp_path)
        table = money_table(actor=MACHINE, plan=stage.plan, on=today())
        added = pact_additionality(actor=MACHINE, plan=stage.plan, table=table, known_on=today(), facts_dir=tmp_path)
    year = next(iter(added.sums.years))
    assert {axis: counts.places for axis, counts in added.sums.axes.items()} == {"1": 20, "2": 10}
    assert {axis: counts.entries for axis, counts in added.sums.axes.items()} == {"1": 12, "2": 12}
    assert added.sums.overall == AdditionalCounts(30, 12)
    assert added.sums.years[year].places == 30
    assert "une seule fois dans l’ensemble" in added.shared_note


@pytest.mark.django_db
def test_who_sees_no_small_count_reads_entries_as_known_today_only(stage: Stage, tmp_path: Path) -> None:
    """The entries of a day less those of the day before would tell of a few people; places tell of nobody."""
    session = session_with(stage.cast)
    buy(order_for(stage.cast.region, stage.plan, 1, session), 20, known=THEN)
    for _ in range(12):
        enter(stage.cast, session)
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=tmp_path)
        table = money_table(actor=MACHINE, plan=stage.plan, on=today())

    def added(part: str, *, on: date, is_frozen: bool = False) -> AdditionalCounts:
        with acting_as(stage.cast[part].actor) as actor:
            found = pact_additionality(
                actor=actor, plan=stage.plan, table=table, known_on=on, is_frozen=is_frozen, facts_dir=tmp_path
            )
        return found.sums.overall

    yesterday = today() - timedelta(days=1)
    assert added("state_reader", on=today()) == AdditionalCounts(20, 12)
    assert added("state_reader", on=yesterday) == AdditionalCounts(20, None, hides_entries=True)
    assert (
        added("state_reader", on=yesterday, is_frozen=True) == added("pilot", on=yesterday) == AdditionalCounts(20, 12)
    )


def enter(cast: Cast, session: Session) -> None:
    journey = somebody(cast)
    with acting_as(MACHINE):
        Step.objects.create(
            organisation_id=journey.organisation_id, journey=journey, session=session, kind=StepKind.ENTERED,
            happened_on=session.starts_on, recorded_at=THEN, source="file",
        )  # fmt: skip


def _places(plan: Plan, place: Path, on: date | None = None) -> int | None:
    with acting_as(MACHINE):
        table = money_table(actor=MACHINE, plan=plan, on=on or today())
        return pact_additionality(actor=MACHINE, plan=plan, table=table, known_on=on or today(), facts_dir=place).places
