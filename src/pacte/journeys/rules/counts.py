"""Sums of counts of journeys, and suppression of small counts over a whole table. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from pacte.journeys.records.counts import ENDS, HIDEABLE, Counts, FunnelTable
from pacte.journeys.rules.secrecy import hidden


def with_ended(counts: Counts) -> Counts:
    """Adds "ended", the sum of the nine kinds of end."""
    return replace(counts, values={**counts.values, "ended": sum(counts.values.get(kind, 0) for kind in ENDS)})


def whole_of(lines: Sequence[Counts]) -> Counts:
    """Sums every count of the rows. The total is protected when each row is."""
    names = {name for each in lines for name in each.values}
    return Counts(
        values={name: sum(each.values.get(name, 0) for each in lines) for name in sorted(names)},
        is_protected=bool(lines) and all(each.is_protected for each in lines),
        counted_at=max((each.counted_at for each in lines if each.counted_at), default=None),
    )


def without_protected(table: FunnelTable) -> FunnelTable:
    """Hides small counts of protected people, column by column, for readers who see every other count.

    Places are hidden with the people who took them. Kinds of end are shown for the total only: by row and by kind, two
    sums at once would need protection.
    """
    among = {each.key for each in table.lines if each.is_protected}
    if not among:
        return table
    lost: dict[str, set[str]] = {each.key: set() for each in table.lines}
    whole: set[str] = set()
    for name in (each for each in HIDEABLE if each not in ENDS):
        gone = hidden({each.key: each.values.get(name, 0) for each in table.lines}, among=among)
        if gone is None:
            whole.add(name)
        for key in lost if gone is None else gone:
            lost[key].add(name)
    if table.whole.is_protected:
        whole |= _ends_hidden(table.whole.values, is_ended_hidden="ended" in whole)
    lines = tuple(
        replace(each, hidden=frozenset(_with_places(lost[each.key])) | frozenset(ENDS)) for each in table.lines
    )
    return replace(table, lines=lines, whole=replace(table.whole, hidden=frozenset(_with_places(whole))))


def _with_places(names: AbstractSet[str]) -> AbstractSet[str]:
    """A place taken, lost or left discloses the number of entries."""
    return names | {"opened", "lost", "taken"} if names & {"admitted", "entered", "ended", "taken"} else names


def _ends_hidden(values: Mapping[str, int], *, is_ended_hidden: bool) -> AbstractSet[str]:
    gone = hidden({kind: values.get(kind, 0) for kind in ENDS})
    return set(ENDS) if gone is None or is_ended_hidden else gone
