"""What the nightly suppression decides, and what is kept of it for the next night."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace

import pytest

from pacte.journeys.rules.end_year_disclosure import CROSSING, years_disclosed
from pacte.journeys.rules.published_counts import PublishedRow, hidden_years, published_answer_rows, sum_years
from pacte.journeys.rules.suppression_decision import decide_suppression, decision_from_json, decision_to_json
from pacte.journeys.rules.suppression_tables import COUNTED, YEAR, CountUnit, SuppressionDecision

SESSIONS = [
    CountUnit(
        f"session {rank}", 2021, frozenset({(YEAR, "2021", ""), ("department", "2021", place)}),
        dict.fromkeys(COUNTED, 0) | counts, 30,
    )
    for rank, (place, counts) in enumerate(
        [("18", {"proposed": 20, "entered": 4}), ("36", {"proposed": 40, "entered": 18}), ("37", {"entered": 25})]
    )
]  # fmt: skip


def test_a_night_is_read_again_as_it_was_decided() -> None:
    night = decide_suppression(SESSIONS)
    assert ("department", "2021", "18") in night.hidden["entered"]
    assert decision_from_json(decision_to_json(night)) == night


def test_a_night_that_decided_other_tables_is_set_against_nothing() -> None:
    told = decision_to_json(decide_suppression(SESSIONS))
    assert decision_from_json(told | {"tables": ["department", "year"]}) is None
    del told["tables"]
    assert decision_from_json(told) is None


def drawn(seed: int) -> list[CountUnit]:
    """Sixty sessions of a year, in five départements and nine lots."""
    draw, found = random.Random(seed), []
    for rank in range(60):
        entered = draw.randint(0, 9)
        cells = {(YEAR, "2021", ""), ("department", "2021", str(draw.randint(1, 5)))}
        cells |= {("lot", "2021", str(draw.randint(1, 9))), ("result", "", str(draw.randint(1, 20)))}
        counts = dict.fromkeys(COUNTED, 0) | dict.fromkeys(("proposed", "informed", "admitted"), 9)
        counts |= {"entered": entered, "taken": entered, "ended": entered, "certified": draw.randint(0, entered)}
        found.append(CountUnit(f"session {rank}", 2021, frozenset(cells), counts, 12))
    return found


def hidden_cells(seed: int) -> list[str]:
    return sorted(f"{name} {cell}" for name, cells in decide_suppression(drawn(seed)).hidden.items() for cell in cells)


def test_the_same_sessions_hide_the_same_cells_in_every_process() -> None:
    """The choice among equal cells does not depend on the order in which Python keeps a set."""
    asked = f"from {__name__} import hidden_cells; print(*hidden_cells(3), sep='\\n')"
    told = {
        subprocess.run(
            [sys.executable, "-c", asked], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert told == {"\n".join(hidden_cells(3)) + "\n"}
    assert len(hidden_cells(3)) > 20


def year_of(**counts: int) -> SuppressionDecision:
    """Decision for one year with two départements."""
    everybody = dict.fromkeys(("proposed", "informed", "admitted", "entered", "taken", "ended"), 60)
    return decide_suppression([
        CountUnit(
            f"session {place}", 2021, frozenset({(YEAR, "2021", ""), ("department", "2021", place)}),
            dict.fromkeys(COUNTED, 0) | everybody | counts, 60,
        )
        for place in ("18", "36")
    ])  # fmt: skip


def test_a_year_of_which_few_answer_that_they_have_no_job_shows_no_job() -> None:
    """People who answered without a job are few too: sixteen in the first year here, six in the second."""
    assert not year_of(answered=30, in_job=22).hidden["in_job"]
    assert (YEAR, "2021", "") in year_of(answered=30, in_job=27).hidden["in_job"]


def test_homes_of_whom_few_answer_without_a_job_show_no_job() -> None:
    """Six in one département are hidden, with the next smallest, so that the two together are not few."""
    jobs = {"18": 34, "28": 12, "36": 20}
    everybody = dict.fromkeys(COUNTED, 60) | {"answered": 40}
    homes = [
        CountUnit(
            home, 2021, frozenset({("residence", "2021", home), (YEAR, "2021", "residence")}),
            everybody | {"in_job": count},
        )
        for home, count in jobs.items()
    ]  # fmt: skip
    assert decide_suppression(homes).hidden["in_job"] == {("residence", "2021", "18"), ("residence", "2021", "36")}
    many = [replace(each, counts=everybody | {"in_job": 20}) for each in homes]
    assert not decide_suppression(many).hidden["in_job"]


BY_START = {year: {"ended": 90, "answered": 60, "in_job": 30} for year in (2021, 2022)}


@pytest.mark.parametrize(
    ("crossed", "shown"), [(0, [2021, 2022, 2023]), (4, []), (15, [2021, 2022, 2023])],
    ids=["nobody crosses New Year", "few do", "many do"],
)  # fmt: skip
def test_answers_by_year_of_end_do_not_tell_the_few_who_cross_new_year(crossed: int, shown: list[int]) -> None:
    """As many people cross each New Year. 2022 gains what it loses: only the sums of the years up to it reveal them."""
    people = {2021: (90 - crossed, 60 - crossed, 30 - crossed), 2022: (90, 60, 30), 2023: (crossed,) * 3}
    sums = {(year, 6): dict(zip(("due", "answered", "in_job"), each, strict=True)) for year, each in people.items()}
    assert [line.year for line in published_answer_rows(sums, decide_suppression([]), BY_START) if line.values] == shown


def test_answers_by_year_of_end_are_hidden_where_jobs_by_year_of_start_are() -> None:
    few = CountUnit("session", 2021, frozenset({(YEAR, "2021", "")}), {"ended": 60, "answered": 60, "in_job": 8}, 60)
    sums = {(year, 6): {"due": 80, "answered": 50, "in_job": 30} for year in (2021, 2022)}
    by_start = {year: {"ended": 80, "answered": 50, "in_job": 30} for year in (2021, 2022)}
    assert [line.year for line in published_answer_rows(sums, decide_suppression([few]), by_start) if line.values] == [
        2022
    ]


@pytest.mark.parametrize(
    ("crossing", "given_back"), [("A", set()), ("BC", set()), ("C", {2021}), ("AB", {2021})],
    ids=["a lot that is shown", "both that are hidden", "one of them", "one of them, and one that is shown"],
)  # fmt: skip
def test_who_crosses_new_year_may_tell_a_lot_that_is_hidden(crossing: str, given_back: set[int]) -> None:
    """Five people of lot B have a job: B and C are hidden, but A and the total are shown."""
    jobs = {"A": 30, "B": 5, "C": 20}
    everybody = dict.fromkeys(("proposed", "informed", "admitted", "entered", "taken", "ended", "answered"), 60)
    cells = {lot: frozenset({(YEAR, "2021", ""), ("lot", "2021", lot)}) for lot in jobs}
    night = decide_suppression(
        [CountUnit(lot, 2021, cells[lot], everybody | {"in_job": count}, 60) for lot, count in jobs.items()]
    )
    assert night.hidden["in_job"] == {("lot", "2021", "B"), ("lot", "2021", "C")}
    sessions = [
        replace(each, cells=each.cells | ({(CROSSING, "2021", "")} if each.key in crossing else set()))
        for each in night.units
    ]  # fmt: skip
    assert years_disclosed(sessions, night) == given_back


def test_a_sum_of_years_says_which_ones_it_leaves_out() -> None:
    small = PublishedRow("plan_action", 2019, "1:4", {"bought": 10}, frozenset({"entered", "taken"}))
    shown = PublishedRow("plan_action", 2020, "1:4", {"bought": 26, "taken": 13, "entered": 12}, frozenset())
    assert sum_years([small, shown]).values == {"bought": 26, "taken": 13, "entered": 12}
    assert hidden_years([small, shown]) == [2019]
    assert hidden_years([small]) == [], "nothing is summed: all is hidden"
