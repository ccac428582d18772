"""Readers who ask in the access tests, and the worker that runs them.

On each commit, one reader of each class asks: readers for whom the files say the same of the whole address form a
class. The seed of the run draws that reader. One case of the address is asked by all its classes, its other cases by
one reader of each outcome, and the pilot of the other Region asks them all. With ``--full``, all the readers ask.
Groups of pages are shared between two workers with an equal load.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import Any, Final, TypeVar

import pytest

from tests.web.access_file import METHODS, Case, addresses, cases, readers
from tests.web.access_policies import INTRUDER, OUTSIDE
from tests.web.canaries import CANARIES

WORKERS: Final = 2
ItemT = TypeVar("ItemT")


def asking(case: Case, method: str, *, full: bool, seed: int = 0) -> tuple[str, ...]:
    """Readers who ask, in the order of the files: one of each class, drawn by the seed, and always the intruder.

    A method that the page lacks is refused before any right is checked: somebody inside and somebody outside ask.
    """
    if full:
        return readers()
    chance = random.Random(f"{seed} {case} {method}")
    drawn = {chance.choice(alike) for alike in classes(case, method)}
    if method in case.allowed:
        drawn.add(INTRUDER)
    return tuple(reader for reader in readers() if reader in drawn)


def classes(case: Case, method: str) -> tuple[tuple[str, ...], ...]:
    """Readers whose answers must be alike, by class. The intruder is in none: they always ask."""
    found: dict[Hashable, list[str]] = defaultdict(list)
    for reader in readers():
        if reader != INTRUDER:
            found[_likeness(case, method, reader)].append(reader)
    return tuple(map(tuple, found.values()))


def _likeness(case: Case, method: str, reader: str) -> Hashable:
    """What makes two readers alike: their outcomes, and what they may read if one of these opens something."""
    if method not in case.allowed:
        return reader in OUTSIDE
    same_address = _cases_of(case.name)
    if case is same_address[0]:
        outcomes = tuple(getattr(each, way)[reader] for each in same_address for way in METHODS)
    else:
        outcomes = (getattr(case, method)[reader],)
    return outcomes, _fields_of(reader) if any(map(_opens, outcomes)) else None


def _opens(outcome: str) -> bool:
    return outcome < "400" or outcome == "422"


@cache
def _cases_of(name: str) -> tuple[Case, ...]:
    return tuple(case for case in cases() if case.name == name)


@cache
def _fields_of(reader: str) -> frozenset[str]:
    """Protected fields that the reader may read."""
    return frozenset(field for field, (_, allowed) in CANARIES.items() if reader in allowed)


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
