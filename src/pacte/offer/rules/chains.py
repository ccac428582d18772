"""Links between trainings: a link must be a progression, and links must not form a cycle. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.offer.records import Nature

_RANK = {nature: rank for rank, nature in enumerate(Nature)}
_BESIDE = frozenset({Nature.UPSKILLING, Nature.ENTERPRISE})


def goes_up(earlier: Nature, later: Nature) -> bool:
    """Return True when the second nature is not below the first; upskilling and enterprise have no rank."""
    return later in _BESIDE or earlier in _BESIDE or _RANK[later] >= _RANK[earlier]


def comes_back(links: Iterable[tuple[int, int]], earlier: int, later: int) -> bool:
    """Return True when linking the two trainings would create a cycle."""
    following: dict[int, set[int]] = {}
    for first, second in links:
        following.setdefault(first, set()).add(second)
    seen: set[int] = set()
    waiting = [later]
    while waiting:
        here = waiting.pop()
        if here == earlier:
            return True
        if here not in seen:
            seen.add(here)
            waiting.extend(following.get(here, ()))
    return False
