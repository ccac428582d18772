"""Adding up counts of journeys, and hiding the small ones over a whole table. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from pacte.journeys.records.counts import ENDS, HIDEABLE, Counts, FunnelTable
from pacte.journeys.rules.secrecy import hidden


def with_ended(counts: Counts) -> Counts:
    """The same with « ended », the sum of the nine kinds of end."""
    return replace(counts, values={**counts.values, "ended": sum(counts.values.get(kind, 0) for kind in ENDS)})


def whole_of(lines: Sequence[Counts]) -> Counts:
    """Every count of the lines added up. The whole is protected when each line is."""
    names = {name for each in lines for name in each.values}
    return Counts(
        values={name: sum(each.values.get(name, 0) for each in lines) for name in sorted(names)},
        is_protected=bool(lines) and all(each.is_protected for each in lines),
        counted_at=max((each.counted_at for each in lines if each.counted_at), default=None),
    )


def masked(table: FunnelTable, *, only_protected: bool = False) -> FunnelTable:
    """The table with small counts hidden, column by column, and ends hidden along the partition of the whole.

    Kinds of end are shown for the whole only: by line and by kind, two sums at once would have to be held.
    ``only_protected``: the reader sees the others; only those of protected people are hidden.
    """
    lost: dict[str, set[str]] = {each.key: set() for each in table.lines}
    whole: set[str] = set()
    among = {each.key for each in table.lines if each.is_protected} if only_protected else None
    if only_protected and not among:
        return table
    for name in (each for each in HIDEABLE if each not in ENDS):
        gone = hidden({each.key: each.values.get(name, 0) for each in table.lines}, among=among)
        if gone is None:
            whole.add(name)
        for key in lost if gone is None else gone:
            lost[key].add(name)
    if not only_protected or table.whole.is_protected:
        whole |= _ends_hidden(table.whole.values, is_ended_hidden="ended" in whole)
    # Kinds of end by line would have to hold two sums at once: they are shown for the whole only.
    lines = tuple(replace(each, hidden=frozenset(lost[each.key]) | frozenset(ENDS)) for each in table.lines)
    return replace(
        table, lines=lines, whole=replace(table.whole, hidden=frozenset(whole)), is_masked=not only_protected
    )


def public_sums(by_year: Mapping[int, FunnelTable], key: str) -> Counts:
    """One line over all years, from tables already masked: a count is hidden as soon as one of its years hides it."""
    lines = [each for table in by_year.values() for each in table.lines if each.key == key]
    summed = whole_of(lines)
    return replace(summed, key=key, hidden=frozenset(name for each in lines for name in each.hidden))


def _ends_hidden(values: Mapping[str, int], *, is_ended_hidden: bool) -> AbstractSet[str]:
    gone = hidden({kind: values.get(kind, 0) for kind in ENDS})
    return set(ENDS) if gone is None or is_ended_hidden else gone
