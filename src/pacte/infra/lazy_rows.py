"""A sequence of rows read from the database when it is sliced: a paginated list reads one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from django.db.models import Model, QuerySet

Record = TypeVar("Record", bound=Model)
Row = TypeVar("Row")


class LazyRows(Sequence[Row], Generic[Record, Row]):
    """Rows of an ordered queryset, which ``build`` makes for all the records of a slice at once.

    ``length``: their number when it is known; ``None`` has it counted. ``is_costly``: the condition reads the whole
    table, so that it is asked once, for the keys of all its records, instead of once to count and once to read.
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
    def _keys(self) -> list[Any]:
        return list(self._records.values_list("pk", flat=True))

    @cached_property
    def _length(self) -> int:
        if self._known_length is not None:
            return self._known_length
        return len(self._keys) if self._is_costly else self._records.count()

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
        by_key = self._records.in_bulk(self._keys[part])
        return [by_key[key] for key in self._keys[part] if key in by_key]
