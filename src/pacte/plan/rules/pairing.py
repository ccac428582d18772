"""Which record of one plan answers which record of another."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from pacte.kernel.french import plain
from pacte.plan.records import Axis, Row
from pacte.plan.rules.wording import normal

T = TypeVar("T")
Key = Callable[[T], Hashable | None]
Pair = tuple[T | None, T | None]


def pair(before: Sequence[T], after: Sequence[T], keys: Iterable[Key[T]]) -> list[Pair[T]]:
    """Equal records, then pairs by the first key, by the second, and so on; a key that gives None pairs nothing.

    Among equal keys the first goes with the first. ``after`` keeps its order, then the lonely of ``before``.
    """
    partner: dict[int, int] = {}
    free = dict.fromkeys(range(len(before)))
    for key in (repr, *keys):
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for index in free:
            waiting[key(before[index])].append(index)
        for index, record in enumerate(after):
            wanted = None if index in partner else key(record)
            if wanted is not None and waiting[wanted]:
                partner[index] = waiting[wanted].popleft()
                del free[partner[index]]
    found: list[Pair[T]] = [
        (before[partner[index]] if index in partner else None, record) for index, record in enumerate(after)
    ]
    return found + [(before[index], None) for index in free]


def axis_keys() -> tuple[Key[Axis], ...]:
    """Same code, else same title (a transverse axis may come without a code)."""
    return (lambda axis: axis.code or None, lambda axis: plain(axis.title) or None)


def version_row_keys() -> tuple[Key[Row], ...]:
    """Keys are stable between versions; between plans the number with title or objective stands in."""
    return (lambda row: row.key or None, _number_and_title, _number_and_objective)


def file_row_keys(keys_are_given: bool) -> tuple[Key[Row], ...]:
    """Between a version and a file. Keys made up by a reader are weaker than the words of the row."""
    own_key: Key[Row] = lambda row: row.key or None  # noqa: E731
    numbered_key: Key[Row] = lambda row: (row.number, row.key)  # noqa: E731
    number: Key[Row] = lambda row: row.number or None  # noqa: E731
    title: Key[Row] = lambda row: plain(row.title) or None  # noqa: E731
    words = (_number_and_title, _number_and_objective)
    return (own_key, *words, number, title) if keys_are_given else (*words, numbered_key, number, title)


def _number_and_title(row: Row) -> Hashable | None:
    title = plain(normal(row.title))
    return (row.number, title) if title else None


def _number_and_objective(row: Row) -> Hashable | None:
    return (row.number, row.operational_code) if row.operational_code else None
