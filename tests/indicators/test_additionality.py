"""What the pact adds, in places and entries by year and axis: each plan counts its own, and small counts are hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacte.accounts.row_context import acting_as
from pacte.finance.queries import money_table
from pacte.finance.records import AdditionalCounts, AdditionalSums
from pacte.indicators.queries.additionality import pact_additionality
from pacte.indicators.rules.additionality import PactCount, additionality_sums
from pacte.indicators.services import refresh_facts
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.plan.models import Plan
from tests.cast import MACHINE
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import session_with
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, staged

AXES = {ActionCode(1): "1", ActionCode(2): "2"}
THEN = datetime(2021, 2, 15, 9, tzinfo=UTC)
counts = st.builds(
    PactCount,
    st.integers(2019, 2021),
    st.sampled_from([ActionCode(1), ActionCode(2), ActionCode(9), None]),
    st.integers(0, 60),
    st.integers(0, 40),
)


def test_actions_of_an_axis_add_up_and_what_names_no_action_stands_under_no_axis() -> None:
    found = additionality_sums(
        [PactCount(2019, ActionCode(1), 30, 25), PactCount(2019, ActionCode(2), 20, 15), PactCount(2019, None, 5, 12)],
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
        [PactCount(2019, ActionCode(1), 30, 25), PactCount(2019, ActionCode(2), 20, 3)], AXES, threshold=11
    )
    assert found.cells[2019, "2"] == AdditionalCounts(20, None, hides_entries=True)
    assert found.cells[2019, "1"] == AdditionalCounts(30, None, hides_entries=True)
    assert found.overall == AdditionalCounts(50, 28)


@given(st.lists(counts, max_size=20))
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


kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1), row("A02", 2))))


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


def _places(plan: Plan, place: Path, on: date | None = None) -> int | None:
    with acting_as(MACHINE):
        table = money_table(actor=MACHINE, plan=plan, on=on or today())
        return pact_additionality(actor=MACHINE, plan=plan, table=table, known_on=on or today(), facts_dir=place).places
