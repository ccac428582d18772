"""Every address of the site, by GET and by POST, gives the outcome that the files of this folder state.

A reader of each class asks, drawn by the seed; ``--full`` asks with all the readers.
"""

from __future__ import annotations

import pytest

from pacte.kernel.actor import Role
from tests.web.access_checks import check_answers, check_other_formats
from tests.web.access_file import METHODS, Case, cases, readers
from tests.web.access_sample import asking, shared_out, worker_of
from tests.web.access_world import World


def _name(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("case", shared_out(cases(), _name))
def test_each_reader_gets_what_the_file_says(shared: World, full: bool, seed: int, case: Case, method: str) -> None:
    check_answers(shared, case, method, asking(case, method, full=full, seed=seed))


@pytest.mark.parametrize("case", shared_out((each for each in cases() if "extension" in each.address), _name))
def test_a_file_tells_no_more_in_another_format(shared: World, full: bool, seed: int, case: Case) -> None:
    check_other_formats(shared, case, asking(case, "get", full=full, seed=seed))


@pytest.mark.xdist_group("access-1")
def test_the_readers_of_the_file_are_the_cast_and_three_others(shared: World) -> None:
    assert set(readers()) == {*shared.cast.members, "anonymous", "former"}
    assert {member.role for member in shared.cast.members.values()} == set(Role), "a role is played by nobody"


def _unasked(case: Case, method: str, seed: int) -> set[str]:
    """Outcomes of the file that no reader of this run asks for."""
    outcomes = getattr(case, method)
    return set(outcomes.values()) - {outcomes[reader] for reader in asking(case, method, full=False, seed=seed)}


@pytest.mark.parametrize("seed", range(3))
def test_each_outcome_of_the_files_is_asked_for_whatever_the_seed(seed: int) -> None:
    assert [f"{case} {method}" for case in cases() for method in METHODS if _unasked(case, method, seed)] == []


def test_the_intruder_asks_each_page_and_all_the_others_on_some_day() -> None:
    assert all("intruder" in asking(case, method, full=False) for case in cases() for method in case.allowed)
    page = next(case for case in cases() if case.name == "rounds:list")
    runs = [asking(page, "get", full=False, seed=seed) for seed in range(100)]
    assert {reader for run in runs for reader in run} == set(readers())
    assert max(map(len, runs)) < len(readers())


def test_both_workers_have_as_much_to_ask() -> None:
    loads = {"access-1": 0, "access-2": 0}
    for case in cases():
        loads[worker_of(case.group)] += sum(len(asking(case, method, full=False)) for method in METHODS)
    assert max(loads.values()) < 1.1 * min(loads.values()), loads
