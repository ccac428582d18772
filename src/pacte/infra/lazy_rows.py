"""A sequence of rows read from the database when it is sliced: a paginated list reads one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from django.db.models import Model, QuerySet

Record = TypeVar("Record", bound=Model)
Row = TypeVar("Row")


class LazyRows(Sequence[Row], Generic[Record, Row]):
    """Rows of an ordered queryset, which ``build`` makes for all the records of a slice at once."""

    def __init__(self, records: QuerySet[Record], build: Callable[[list[Record]], list[Row]]) -> None:
        self._records, self._build = records, build

    @cached_property
    def _length(self) -> int:
        return self._records.count()

    def __len__(self) -> int:
        """Counted in the database, once."""
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
            return self._build(list(self._records[part]))
        return self._build([self._records[part]])[0]
