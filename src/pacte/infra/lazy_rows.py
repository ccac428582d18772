"""A sequence of rows read from the database when it is sliced: a paginated list reads one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from django.db.models import Count, Model, QuerySet, Window

Record = TypeVar("Record", bound=Model)
Row = TypeVar("Row")
_FIRST = 50  # a page


class LazyRows(Sequence[Row], Generic[Record, Row]):
    """Rows of an ordered queryset, which ``build`` makes for all the records of a slice at once.

    ``length``: their number when it is known; ``None`` has it counted. ``is_costly``: the condition reads the whole
    table, so that it is asked once, for the number of its records and the keys of the first ones, instead of once to
    count and once to read.
    """

    def __init__(
        self,
        records: QuerySet[Record],
        build: Callable[[list[Record]], list[Row]],
        *,
        length: int | None = None,
        is_costly: bool = False,
    ) -> None:
        self._records, self._build = records, build
        self._known_length, self._is_costly = length, is_costly

    @cached_property
    def _first_keys(self) -> list[tuple[Any, int]]:
        """Keys of the first records, each with the number of all."""
        counted = self._records.annotate(number_of_all=Window(Count("*")))
        return list(counted.values_list("pk", "number_of_all")[:_FIRST])

    @cached_property
    def _length(self) -> int:
        if self._known_length is not None:
            return self._known_length
        if self._is_costly:
            return self._first_keys[0][1] if self._first_keys else 0
        return self._records.count()

    def __len__(self) -> int:
        """Counted in the database, once, unless it was known."""
        return self._length

    def __iter__(self) -> Iterator[Row]:
        return iter(self[:])

    @overload
    def __getitem__(self, part: int) -> Row: ...
    @overload
    def __getitem__(self, part: slice) -> list[Row]: ...
    def __getitem__(self, part: Any) -> Any:
        """Raises ``IndexError``."""
        if isinstance(part, slice):
            return self._build(self._slice(part))
        return self._build([self._records[part]])[0]

    def _slice(self, part: slice) -> list[Record]:
        if not self._is_costly:
            return list(self._records[part])
        keys = self._keys(part)
        by_key = self._records.in_bulk(keys)
        return [by_key[key] for key in keys if key in by_key]

    def _keys(self, part: slice) -> list[Any]:
        start, stop, step = part.indices(len(self))
        if max(start, stop) <= len(self._first_keys):
            return [key for key, _ in self._first_keys[start:stop:step]]
        return list(self._records.values_list("pk", flat=True)[start:stop:step])
