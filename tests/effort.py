"""How much a run tries: a fifth of the examples on each commit, drawn anew each time; all with ``--full``."""

from __future__ import annotations

import os

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
