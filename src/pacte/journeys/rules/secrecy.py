"""Small counts of people are hidden, and enough others with them that a subtraction does not give them back. Pure.

Under 11 people (trust, 1.6). One line of cells whose sum is shown: every hidden cell holds at least one, so that it
lies between 1 and 1 + (sum of the hidden ones) - (how many they are); that width is kept at 11 or more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

SMALLEST_SHOWN = 11


def is_small(count: int) -> bool:
    """True for 1 to 10; nobody is nobody, and is shown."""
    return 0 < count < SMALLEST_SHOWN


def hidden(cells: Mapping[str, int], *, among: Collection[str] | None = None) -> frozenset[str] | None:
    """Which cells to hide when their sum is shown; None when the sum itself must be hidden, and all of them with it.

    The smallest are hidden first; which of them were small is never told. ``among``: the only cells that need hiding
    when small (None: all).
    """
    gone = {key for key, count in cells.items() if is_small(count) and (among is None or key in among)}
    if not gone:
        return frozenset()
    others = sorted((count, key) for key, count in cells.items() if count and key not in gone)
    while not _is_wide([cells[key] for key in gone]):
        if not others:
            return None
        gone.add(others.pop(0)[1])
    return frozenset(gone)


def _is_wide(counts: list[int]) -> bool:
    return len(counts) > 1 and sum(counts) - len(counts) >= SMALLEST_SHOWN
