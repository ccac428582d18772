"""Readers who ask in the access tests, and the worker that runs them.

On each commit, each group of pages is asked by one reader per distinct set of rights, and by the three readers outside
the pact. With ``--full``, all the readers ask. Groups of pages are shared between two workers with an equal load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final, TypeVar

import pytest

from tests.web.access_file import METHODS, Case, addresses, cases, readers
from tests.web.canaries import CANARIES

# Always asked: nobody logged in, a login that ended, a pilot of another Region.
ALWAYS: Final = ("intruder", "anonymous", "former")
WORKERS: Final = 2
ItemT = TypeVar("ItemT")


@cache
def representatives(group: str) -> tuple[str, ...]:
    """First reader of each set with the same outcomes in the group and the same protected fields, then ``ALWAYS``."""
    listed = [case for case in cases() if case.group == group]
    first: dict[object, str] = {}
    for reader in readers():
        answers = tuple(getattr(case, method)[reader] for case in listed for method in METHODS)
        fields = frozenset(field for field, (_, allowed) in CANARIES.items() if reader in allowed)
        first.setdefault((answers, fields), reader)
    return tuple(reader for reader in readers() if reader in {*first.values(), *ALWAYS})


def asking(case: Case, method: str, *, full: bool) -> tuple[str, ...]:
    """Readers who ask. A method that the page lacks is refused before any right is checked: four readers are enough."""
    if full:
        return readers()
    sample = representatives(case.group)
    return sample if method in case.allowed else (sample[0], *ALWAYS)


@cache
def worker_of(group: str) -> str:
    """Name of the xdist group that runs the group of pages."""
    asked = dict.fromkeys(addresses(), 0)
    for case in cases():
        asked[case.group] += sum(len(asking(case, method, full=False)) for method in METHODS)
    loads = [0] * WORKERS
    found = {}
    for each in sorted(asked, key=lambda name: -asked[name]):
        lightest = loads.index(min(loads))
        loads[lightest] += asked[each]
        found[each] = f"access-{lightest + 1}"
    return found[group]


def group_of(name: str) -> str:
    """Group of pages of an address."""
    return next(group for group, listed in addresses().items() if name in listed)


def shared_out(items: Iterable[ItemT], name_of: Callable[[ItemT], str]) -> list[Any]:
    """Parameters of a test, each marked with the xdist group of its address."""
    return [
        pytest.param(item, marks=pytest.mark.xdist_group(worker_of(group_of(name_of(item)))), id=str(item))
        for item in items
    ]
