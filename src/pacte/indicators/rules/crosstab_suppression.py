"""Complementary suppression in a table with two splits: no row or column total gives a suppressed cell. Pure.

For readers inside the pact who may not see small counts. Public tables have stronger rules: ``rules.disclosure``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set

Key = tuple[str, str]


def complementary_suppression(sizes: Mapping[Key, float], hidden: Set[Key]) -> frozenset[Key]:
    """Cells to suppress, ``hidden`` included: no row and no column has a single suppressed cell.

    ``sizes`` is the count of each cell: the smallest non-zero one is suppressed first.
    """
    suppressed = set(hidden)
    while added := _next_suppressed(sizes, suppressed):
        suppressed |= added
    return frozenset(suppressed)


def _next_suppressed(sizes: Mapping[Key, float], hidden: Set[Key]) -> set[Key]:
    for rank in (0, 1):
        groups: dict[str, list[Key]] = defaultdict(list)
        for key in sizes:
            groups[key[rank]].append(key)
        for cells in groups.values():
            shown = [key for key in cells if key not in hidden and sizes[key]]
            if len(cells) - len(shown) and sum(key in hidden for key in cells) == 1 and shown:
                return {min(shown, key=lambda key: (sizes[key], key))}
    return set()
