"""How much a run tries: a fifth of the examples on each commit, drawn anew each time; all with ``--full``."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import TypeVar

import pytest

ItemT = TypeVar("ItemT")
_VARIABLE = "PACTE_FULL_COUNTS"


def try_all() -> None:
    """For this process and those that it starts. Before the tests are imported."""
    os.environ[_VARIABLE] = "1"


def tries_all() -> bool:
    """True with ``./pacte test --full``, or ``PACTE_FULL_COUNTS=1``."""
    return bool(os.environ.get(_VARIABLE))


def share(count: int) -> int:
    """A fifth of ``count``, at least ten of them; all in a full run."""
    return count if tries_all() else min(count, max(10, count // 5))


def few(count: int) -> int:
    """A tenth of ``count``, at least three, for examples that write a database or a document; all in a full run."""
    return count if tries_all() else min(count, max(3, count // 10))


def drawn(config: pytest.Config, items: Sequence[ItemT], most: int, always: Sequence[ItemT] = ()) -> list[ItemT]:
    """``most`` of the items, drawn by the seed of the run, and those that are ``always`` tried; all in a full run."""
    if tries_all() or most >= len(items):
        return list(items)
    chance = random.Random(config.getoption("randomly_seed", 0))
    chosen = {*chance.sample(range(len(items)), most), *(items.index(item) for item in always)}
    return [item for rank, item in enumerate(items) if rank in chosen]
