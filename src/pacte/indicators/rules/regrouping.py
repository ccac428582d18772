"""Classes of a public table that are joined before cells are hidden. Pure.

A handful of people whose situation is not known is hidden, with the classes that would give it back: all the women of a
Region for four people. « Unknown » is then joined to another class of its dimension, whose label says so. The cells of
the joined classes are shown nowhere apart, and stay protected as the others are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pacte.indicators.records.publication import PublicTable
from pacte.indicators.rules.disclosure import THRESHOLD, TOTAL, CountTable, Key

UNKNOWN = "unknown"
SIGN = "+"
# What people are. A place or a kind of end that is not known is no part of another.
_JOINABLE = frozenset({"level", "sex", "age"})

Joined = Mapping[int, str]
"""By rank of a dimension, the class to which « unknown » is joined."""


def shown_key(key: Key, joined: Joined) -> Key:
    """The key under which a cell is shown: « f+unknown » for either of two joined classes."""
    return tuple(
        f"{joined[rank]}{SIGN}{UNKNOWN}" if rank in joined and code in (joined[rank], UNKNOWN) else code
        for rank, code in enumerate(key)
    )


def joined_cells(keys: Sequence[Key], joined: Joined) -> dict[Key, tuple[int, ...]]:
    """For each cell shown under another key, the ranks of the cells that add up to it."""
    parts: dict[Key, list[int]] = defaultdict(list)
    for rank, key in enumerate(keys):
        if (shown := shown_key(key, joined)) != key:
            parts[shown].append(rank)
    return {key: tuple(ranks) for key, ranks in parts.items()}


def possible_joins(table: PublicTable, counts: CountTable, keys: Sequence[Key], joined: Joined) -> Iterator[Joined]:
    """``joined`` with one dimension more, where few are unknown: each of its classes in turn."""
    for rank, split in enumerate(table.by):
        codes = {key[rank] for key in keys} - {TOTAL}
        few = any(
            key[rank] == UNKNOWN and 0 < count < THRESHOLD for key, count in zip(keys, counts.counts, strict=True)
        )
        if split in _JOINABLE and rank not in joined and few:
            yield from ({**joined, rank: code} for code in sorted(codes - {UNKNOWN}))


def harm(counts: CountTable, keys: Sequence[Key], joined: Joined, hidden: frozenset[Key]) -> int:
    """People in hidden cells, and those who are shown within another class than theirs."""
    return sum(
        count
        for key, count in zip(keys, counts.counts, strict=True)
        if shown_key(key, joined) in hidden or any(key[rank] == UNKNOWN for rank in joined)
    )


def joined_names(names: Sequence[Mapping[str, str]], joined: Joined) -> list[dict[str, str]]:
    """The labels, with « femmes ou non connu »."""
    labels = [dict(each) for each in names]
    for rank, code in joined.items():
        both = f"{labels[rank].get(code, code)} ou {labels[rank].get(UNKNOWN, 'non connu')}"
        labels[rank][f"{code}{SIGN}{UNKNOWN}"] = both
    return labels
