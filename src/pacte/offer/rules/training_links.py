"""Links between trainings: a link must be a progression, and links must not form a cycle. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.offer.records import TrainingNature

_RANK = {nature: rank for rank, nature in enumerate(TrainingNature)}
_UNRANKED = frozenset({TrainingNature.UPSKILLING, TrainingNature.ENTERPRISE})


def is_progression(earlier: TrainingNature, later: TrainingNature) -> bool:
    """Return True when the second nature is not below the first; upskilling and enterprise have no rank."""
    return later in _UNRANKED or earlier in _UNRANKED or _RANK[later] >= _RANK[earlier]


def creates_cycle(links: Iterable[tuple[int, int]], earlier: int, later: int) -> bool:
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
