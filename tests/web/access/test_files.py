"""Files of this folder: each address is in the file of its page group; each policy is named, used and distinct."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from tests.web.access_checks import site_addresses
from tests.web.access_file import METHODS, addresses, cases
from tests.web.access_policies import meanings, named_readers, policies, readers

# Most exceptions that may list their readers one by one. Only lower this number.
MOST_EXCEPTIONS = 15


def test_every_address_is_in_the_file_of_its_folder_and_in_no_other() -> None:
    in_files = sorted((group, name) for group, listed in addresses().items() for name in listed)
    assert in_files == sorted(set(site_addresses()))


def test_no_case_is_told_twice() -> None:
    told = [str(case) for case in cases()]
    assert sorted(told) == sorted(set(told))


def test_no_policy_is_unused() -> None:
    assert policies().keys() - _used() == set()


def test_no_two_policies_are_equal() -> None:
    by_readers = defaultdict(list)
    for name, named in policies().items():
        by_readers[named].append(name)
    assert [names for names in by_readers.values() if len(names) > 1] == []


def test_readers_and_policies_are_told_in_a_sentence() -> None:
    assert set(meanings()) == {*readers(), *policies()}
    assert [name for name, meaning in meanings().items() if not meaning.endswith(".") or len(meaning) < 15] == []


def test_an_exception_is_of_one_address_and_is_no_policy() -> None:
    listed = [(name, named) for name, said in _spelled_out() if (named := said.get("only"))]
    assert [name for name, named in listed if named_readers(named) in policies().values()] == []
    of_addresses = Counter(named_readers(named) for _, named in {(name, named) for name, named in listed})
    assert [sorted(named) for named, count in of_addresses.items() if count > 1] == []
    assert len(list(_spelled_out())) <= MOST_EXCEPTIONS


def test_what_a_case_says_is_not_what_its_address_says_already() -> None:
    said_again = [
        (name, each["case"], key)
        for listed in addresses().values()
        for name, given in listed.items()
        for each in given["cases"]
        for key in given.keys() & each.keys()
        if given[key] == each[key]
    ]
    assert said_again == []


def _rules() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yields (address name, rule) for each address, then for each of its cases."""
    for listed in addresses().values():
        for name, given in listed.items():
            yield from ((name, each) for each in (given, *given["cases"]))


def _used() -> set[str]:
    return {rule[key] for _, rule in _rules() for key in (*METHODS, "seen_by") if isinstance(rule.get(key), str)}


def _spelled_out() -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, rule in _rules():
        yield from ((name, rule[key]) for key in (*METHODS, "seen_by") if isinstance(rule.get(key), Mapping))
