"""Sessions that several actions buy: places divide by line, a person counts whole in each action and once in all."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import highspy
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from openpyxl import load_workbook

from pacte.accounts.row_context import acting_as
from pacte.infra.linear_solver import new_solver
from pacte.journeys.models import PublishedCount, SessionTally, Step
from pacte.journeys.queries.count_units import people_by_table_row
from pacte.journeys.queries.funnel import funnel, published_action_counts
from pacte.journeys.records import StepKind
from pacte.journeys.records.counts import CountFilters, Cut, FunnelTable
from pacte.journeys.rules.linked_suppression import THRESHOLD, ConstraintRow, linear_model
from pacte.journeys.rules.payers import divide_places
from pacte.journeys.rules.published_counts import published_rows
from pacte.journeys.rules.suppression_decision import decide_suppression
from pacte.journeys.rules.suppression_tables import COUNTED, SHARED, YEAR, CountUnit
from pacte.journeys.services.count_publication import publish_counts
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.action_codes import ActionCode
from pacte.offer.models import PlaceEntry, Session
from tests.cast import MACHINE
from tests.indicators.purchased import SIGNED, buy, order_for
from tests.journeys.making import session_with, somebody
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, plain, staged

AT = datetime(2021, 1, 15, 9, tzinfo=UTC)
SENTENCE = "une personne compte entière dans chaque action et une seule fois dans l’ensemble"

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1), row("A02", 2), row("A03", 3))))


@given(st.integers(0, 500), st.lists(st.integers(0, 60), max_size=6).filter(any))
def test_places_divide_in_proportion_and_add_up(count: int, shares: list[int]) -> None:
    parts = divide_places(count, shares)
    assert sum(parts) == count
    assert all(abs(part - count * share / sum(shares)) < 1 for part, share in zip(parts, shares, strict=True))
    assert divide_places(sum(shares), shares) == shares


@pytest.fixture
def shared(stage: Stage) -> Session:
    """Ten places, six of action 1 by the pact and four of action 2 by the Region; three people entered."""
    session = session_with(stage.cast, opened=10)
    region, plan = stage.cast.region, stage.plan
    buy(order_for(region, plan, 1, session), 6, known=AT)
    buy(order_for(region, plan, 2, session, fund="baseline"), 4, known=AT)
    for _ in range(3):
        enter(stage, session)
    counted()
    return session


def enter(stage: Stage, session: Session) -> None:
    journey = somebody(stage.cast)
    with acting_as(MACHINE):
        Step.objects.create(
            organisation_id=journey.organisation_id, journey=journey, session=session, kind=StepKind.ENTERED,
            happened_on=date(2021, 1, 11), recorded_at=AT, source="file",
        )  # fmt: skip


def counted() -> None:
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)


def table(stage: Stage, cut: Cut, part: str = "pilot", **filters: object) -> FunnelTable:
    with acting_as(stage.cast[part].actor) as actor:
        asked = CountFilters(**filters)  # type: ignore[arg-type]
        return funnel(actor=actor, host_id=stage.cast.region.pk, filters=asked, cut=cut)


def told(found: FunnelTable) -> dict[str, tuple[int | None, int | None]]:
    """Places bought and people entered of each row, and of the whole under « all »."""
    lines = {line.key: (line.of("bought"), line.of("entered")) for line in found.lines}
    return lines | {"all": (found.whole.of("bought"), found.whole.of("entered"))}


def test_places_divide_by_line_and_people_count_whole_in_each_action(stage: Stage, shared: Session) -> None:
    found = table(stage, Cut.ACTION)
    assert told(found) == {"1": (6, 3), "2": (4, 3), "all": (10, 3)}
    assert found.is_shared
    assert not table(stage, Cut.DEPARTMENT).is_shared


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"action_number": ActionCode(2)}, (4, 3)),
        ({"action_number": ActionCode(1), "fund": "pact"}, (6, 3)),
        ({"action_number": ActionCode(1), "fund": "baseline"}, (0, 0)),
        ({"action_number": ActionCode(3)}, (0, 0)),
        ({"fund": "pact"}, (6, 3)),
        ({"fund": "baseline"}, (4, 3)),
        ({"fund": "outside"}, (0, 0)),
    ],
    ids=[
        "an action",
        "one line meets both",
        "no line meets both",
        "another action",
        "a fund",
        "another fund",
        "a fund that pays nothing",
    ],
)
@pytest.mark.parametrize("cut", [Cut.YEAR, Cut.DEPARTMENT, Cut.SESSION])
def test_a_filter_keeps_the_places_of_its_lines(
    stage: Stage, shared: Session, filters: dict[str, object], expected: tuple[int, int], cut: Cut
) -> None:
    found = told(table(stage, cut, **filters))
    assert [count or 0 for count in found["all"]] == list(expected)
    assert [cell for key, cell in found.items() if key != "all"] == ([expected] if any(expected) else [])


def test_a_filter_keeps_its_rows_alone(stage: Stage, shared: Session) -> None:
    assert told(table(stage, Cut.ACTION, action_number=ActionCode(2))) == {"2": (4, 3), "all": (4, 3)}
    assert told(table(stage, Cut.ACTION, fund="pact")) == {"1": (6, 3), "all": (6, 3)}


def test_the_few_sessions_of_a_page_keep_the_places_of_the_lines(stage: Stage, shared: Session) -> None:
    with acting_as(stage.cast["pilot"].actor) as pilot:
        found = funnel(
            actor=pilot, host_id=stage.cast.region.pk, filters=CountFilters(action_number=ActionCode(2)),
            cut=Cut.SESSION, most=5,
        )  # fmt: skip
    assert told(found) == {str(shared.pk): (4, 3), "all": (4, 3)}


def test_a_network_counts_its_people_whole_in_each_action(stage: Stage, shared: Session) -> None:
    assert told(table(stage, Cut.ACTION, "adviser")) == {"1": (None, 3), "2": (None, 3), "all": (None, 3)}


def test_a_line_that_gave_all_its_places_away_pays_no_more(stage: Stage, shared: Session) -> None:
    with acting_as(MACHINE):
        given = PlaceEntry.objects.get(session=shared, line__plan_action__number=2)
        given.pk, given.kind, given.happened_on = None, "moved_out", SIGNED
        given.save(force_insert=True)
    counted()
    found = table(stage, Cut.ACTION)
    assert told(found) == {"1": (10, 3), "all": (10, 3)}
    assert not found.is_shared


def test_a_session_compares_with_each_row_that_shows_it(stage: Stage, shared: Session) -> None:
    with acting_as(MACHINE):
        rows = people_by_table_row(actor=MACHINE, host_id=stage.cast.region.pk)
    # Its year, its département, its provider, its lot, and two actions.
    assert rows == [{shared.pk: 3}] * 6


def test_the_page_and_its_file_say_that_people_count_once(stage: Stage, shared: Session, settings: Any) -> None:
    settings.TOTP_REQUIRED = False
    client = stage.client("pilot")
    assert SENTENCE in page(client, "/comptes/places/?par=action")
    book = load_workbook(io.BytesIO(client.get("/comptes/places.xlsx?par=action").content))
    assert SENTENCE in plain(" ".join(str(cell.value) for sheet in book for line in sheet.rows for cell in line))
    assert SENTENCE not in page(client, "/comptes/places/?par=department")


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return plain(answer.content.decode())


def published(stage: Stage, alone_1: int, alone_2: int, both: int) -> None:
    """One session of each action alone, and one that both buy, with these entries."""
    payers = [{"plan": stage.plan.pk, "action": number, "fund": "pact"} for number in "12"]
    published_of([(payers[:1], alone_1), (payers[1:], alone_2), (payers, both)], stage)


def published_of(sessions: list[tuple[list[dict[str, object]], int]], stage: Stage) -> None:
    """Sessions of a hundred places, with their payers and entries."""
    with acting_as(MACHINE):
        for rank, (payers, people) in enumerate(sessions):
            session = session_with(stage.cast, number=f"24_{rank}")
            counts = dict.fromkeys(("proposed", "informed", "admitted", "entered", "taken"), people)
            SessionTally.objects.create(
                session=session, organisation=stage.cast.region, year=2021, counted_at=AT,
                provider=session.training_action.training.provider, payers=payers, shares=[60, 40][: len(payers)],
                bought=100, opened=100, **counts,
            )  # fmt: skip
        publish_counts(actor=MACHINE, host_id=stage.cast.region.pk, on=AT.date(), at=AT)


def test_a_reader_of_counts_sees_each_action_whole_and_its_part_of_the_places(stage: Stage) -> None:
    published(stage, 40, 50, 20)
    found = table(stage, Cut.ACTION, "state_reader", year=2021)
    assert told(found) == {"1": (160, 60), "2": (140, 70), "all": (300, 110)}
    assert found.is_shared
    assert {line.of("taken") for line in found.lines} == {None}
    assert found.whole.of("taken") == 110
    counts = published_action_counts(actor=stage.cast["visitor"].actor, plan_id=stage.plan.pk, number=ActionCode(2))
    assert counts is not None
    assert (counts.of("bought"), counts.of("entered")) == (140, 70)


def test_the_few_whom_two_actions_share_are_not_the_difference_of_the_rows(stage: Stage) -> None:
    published(stage, 40, 50, 3)
    found = table(stage, Cut.ACTION, "state_reader", year=2021)
    assert None in [line.of("entered") for line in found.lines] + [found.whole.of("entered")]


def hidden_entries(stage: Stage, pact: int, baseline: int, both: int) -> set[tuple[str, str]]:
    """(Cut, key) of the rows of the year whose entries are hidden, of three sessions: one a fund, one of both."""
    of_pact: dict[str, object] = {"plan": stage.plan.pk, "action": "1", "fund": "pact"}
    of_baseline = of_pact | {"fund": "baseline"}
    published_of([([of_pact], pact), ([of_baseline], baseline), ([of_baseline, of_pact], both)], stage)
    with acting_as(MACHINE):
        rows = PublishedCount.objects.filter(organisation_id=stage.cast.region.pk, hidden__contains=["entered"])
        return {(row.cut, row.key) for row in rows}


def test_many_people_of_each_fund_are_shown(stage: Stage) -> None:
    assert hidden_entries(stage, 40, 50, 20) == set()


@pytest.mark.parametrize(
    ("people", "rows"),
    [((40, 50, 3), {"pact", "baseline", "2021"}), ((40, 3, 50), {"pact", "2021"})],
    ids=["whom two funds share", "whom the pact pays nothing for"],
)
def test_the_few_people_of_a_fund_are_not_the_difference_of_what_is_shown(
    stage: Stage, people: tuple[int, int, int], rows: set[str]
) -> None:
    """No row is small, but one of ``rows`` is hidden: the year without the entries of the pact, or the excess, is."""
    hidden = hidden_entries(stage, *people)
    assert not {("fund", "pact"), ("fund", "baseline"), ("year", "2021")}.isdisjoint(
        {(cut, key) for cut, key in hidden if key in rows}
    )


unit_drawn = st.tuples(st.frozensets(st.sampled_from("ABCD"), min_size=1, max_size=3), st.integers(0, 30))


@given(st.lists(unit_drawn, min_size=2, max_size=8))
@effort(deadline=None, max_examples=60)
def test_no_subtraction_of_rows_by_action_gives_a_small_count(drawn: list[tuple[frozenset[str], int]]) -> None:
    names = ("proposed", "informed", "admitted", "entered", "taken")
    units = [
        CountUnit(
            f"{rank}", 2021,
            frozenset({(YEAR, "2021", "")} | {("action", "2021", each) for each in actions} | (
                {(SHARED, "2021", "".join(sorted(actions)))} if len(actions) > 1 else set())),
            dict.fromkeys(COUNTED, 0) | dict.fromkeys(names, people), 30,
        )
        for rank, (actions, people) in enumerate(drawn)
    ]  # fmt: skip
    decision = decide_suppression(units)
    hidden = decision.hidden["entered"]
    members = {cell: [rank for rank, unit in enumerate(units) if cell in unit.cells] for each in units
               for cell in each.cells}  # fmt: skip
    sums = {cell: sum(drawn[rank][1] for rank in ranks) for cell, ranks in members.items()}
    rows: list[ConstraintRow] = [
        (dict.fromkeys(ranks, 1.0), float(sums[cell]), float(sums[cell]))
        for cell, ranks in members.items()
        if cell not in hidden and cell[0] != SHARED
    ]
    assert {line.cut for line in published_rows(decision, has_places=True)} == {"action"}
    small = [cell for cell, count in sums.items() if 0 < count < THRESHOLD]
    assert [cell for cell in small if cell not in hidden and cell[0] != SHARED] == []
    assert [cell for cell in small if greatest(rows, len(units), members[cell]) < THRESHOLD] == []


def greatest(rows: list[ConstraintRow], size: int, ranks: list[int]) -> float:
    """The greatest sum of these units, of thirty places each, for who knows the rows only."""
    solver = new_solver()
    solver.passModel(linear_model(rows, [0.0] * size, [30.0] * size))
    for rank in ranks:
        solver.changeColCost(rank, -1.0)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return -float(solver.getInfo().objective_function_value) + 1e-6
