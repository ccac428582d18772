"""Where the policies of pages differ from the rights of the code: a list, with reasons, that only shrinks.

A file of this folder names the right that decides on an address. ``test_matrix`` checks that the page asks for it.
Here, the readers whom the right allows by role are compared with those whom the policy allows.
"""

from __future__ import annotations

from tests.web.access_checks import check_rights
from tests.web.access_file import cases, readers
from tests.web.access_policies import differences
from tests.web.access_rights import code_rights, difference

# Only lower this number: one more difference, or one more address without a right, needs a strong reason.
MOST_DIFFERENCES = 4
MOST_WITHOUT_RIGHT = 32


def _without_right() -> set[str]:
    """Addresses that open for some readers only, and for which the file names no right."""
    return {
        case.name
        for case in cases()
        for method, allowed in case.allowed.items()
        if allowed and allowed != frozenset(readers()) and method not in case.rights
    }


def test_every_right_that_the_files_name_is_written_in_the_code() -> None:
    assert {right for case in cases() for right in case.rights.values()} - code_rights() == set()


def test_policies_differ_from_rights_where_the_list_says_and_nowhere_else() -> None:
    check_rights()


def test_addresses_without_a_right_are_listed_by_what_decides_instead() -> None:
    listed = [name for given in differences()["decided_otherwise"].values() for name in given["addresses"]]
    assert sorted(listed) == sorted(_without_right())


def test_both_lists_give_reasons_and_grow_no_more() -> None:
    told = [given["reason"] for listed in differences().values() for given in listed.values()]
    assert [reason for reason in told if len(reason) < 30] == []
    assert len(differences()["rights"]) <= MOST_DIFFERENCES
    assert len(_without_right()) <= MOST_WITHOUT_RIGHT


def test_a_policy_wider_than_its_right_is_seen() -> None:
    """Positive control: the comparison finds a wider policy and a narrower one."""
    assert difference(frozenset({"pilot", "visitor"}), "round.open", "ours").wider == {"visitor"}
    assert difference(frozenset(), "round.open", "ours").narrower == {"pilot"}
    assert not difference(frozenset({"pilot"}), "round.open", "ours")
