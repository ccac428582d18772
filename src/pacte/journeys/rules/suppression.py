"""Suppression of small counts of people, and of enough others so that a subtraction does not disclose them. Pure.

Under 11 people (trust, 1.6). In one row of cells whose sum is shown, every hidden cell is at least one, so it lies
between 1 and 1 + (sum of the hidden ones) - (number of hidden ones); that width is kept at 11 or more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

SMALLEST_SHOWN = 11


def is_small_count(count: int) -> bool:
    """True for 1 to 10; zero is shown."""
    return 0 < count < SMALLEST_SHOWN


def cells_to_hide(cells: Mapping[str, int], *, among: Collection[str] | None = None) -> frozenset[str] | None:
    """Cells to hide when their sum is shown; None when the sum and all the cells must be hidden.

    The smallest are hidden first; which of them were small is never disclosed. ``among``: the only cells that need
    hiding when small (None: all).
    """
    hidden_keys = {key for key, count in cells.items() if is_small_count(count) and (among is None or key in among)}
    if not hidden_keys:
        return frozenset()
    others = sorted((count, key) for key, count in cells.items() if count and key not in hidden_keys)
    while not _is_wide([cells[key] for key in hidden_keys]):
        if not others:
            return None
        hidden_keys.add(others.pop(0)[1])
    return frozenset(hidden_keys)


def _is_wide(counts: list[int]) -> bool:
    return len(counts) > 1 and sum(counts) - len(counts) >= SMALLEST_SHOWN
