"""Every address of the site, by GET and by POST, gives the outcome that the files of this folder state.

Representative readers ask; ``--full`` asks with all the readers.
"""

from __future__ import annotations

import pytest

from pacte.kernel.actor import Role
from tests.web.access_checks import check_answers, check_other_formats
from tests.web.access_file import Case, cases, readers
from tests.web.access_sample import asking, representatives, shared_out, worker_of
from tests.web.access_world import World


def _name(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("case", shared_out(cases(), _name))
def test_each_reader_gets_what_the_file_says(shared: World, full: bool, case: Case, method: str) -> None:
    check_answers(shared, case, method, asking(case, method, full=full))


@pytest.mark.parametrize("case", shared_out((each for each in cases() if "extension" in each.address), _name))
def test_a_file_tells_no_more_in_another_format(shared: World, full: bool, case: Case) -> None:
    check_other_formats(shared, case, asking(case, "get", full=full))


@pytest.mark.xdist_group("access-1")
def test_the_readers_of_the_file_are_the_cast_and_three_others(shared: World) -> None:
    assert set(readers()) == {*shared.cast.members, "anonymous", "former"}
    assert {member.role for member in shared.cast.members.values()} == set(Role), "a role is played by nobody"


def test_whoever_is_not_asked_has_the_rights_of_one_who_is() -> None:
    groups = {case.group: set(representatives(case.group)) for case in cases()}
    assert [group for group, sample in groups.items() if not {"intruder", "anonymous", "former"} <= sample] == []
    unasked = [
        f"{case}: {answer}"
        for case in cases()
        for said in (case.get, case.post)
        for answer in set(said.values()) - {said[reader] for reader in groups[case.group]}
    ]
    assert unasked == []


def test_both_workers_have_as_much_to_ask() -> None:
    loads = {"access-1": 0, "access-2": 0}
    for case in cases():
        loads[worker_of(case.group)] += sum(len(asking(case, method, full=False)) for method in ("get", "post"))
    assert max(loads.values()) < 1.1 * min(loads.values()), loads
