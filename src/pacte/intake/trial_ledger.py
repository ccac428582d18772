"""The ledger of a writing that is tried, then taken back: it counts what would be done and keeps what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from pacte.intake.records import Outcome, RefusedFileRow, RowResult


class TrialLedger:
    """A ``FileLedger`` and its batches, without a table."""

    is_spent = False
    stopped_file_ids: Sequence[int] = ()

    def __init__(self) -> None:
        self.position, self.counts = 0, Counter[str]()
        self.refused: list[RefusedFileRow] = []

    def start(self, *, headings: Sequence[str], row_count: int = 0) -> None: ...

    @contextmanager
    def batch(self, upto: int) -> Iterator[TrialLedger]:
        self.position = upto
        yield self

    def add(self, row: RefusedFileRow, result: RowResult) -> None:
        self.counts[result.outcome] += 1
        if result.outcome is Outcome.REFUSED:
            self.refused.append(row)

    def add_counts(self, counts: Mapping[str, int]) -> None:
        self.counts.update(counts)

    def add_undoable(self, position: int, result: RowResult) -> None: ...

    def settle(self, keys: Iterable[str]) -> None: ...

    def settle_marks(self, marks: Sequence[int]) -> None: ...

    def conclude(self, *, note: str, result: Mapping[str, object]) -> None: ...

    def complete(self, *, note: str = "", result: Mapping[str, object] | None = None) -> None: ...
