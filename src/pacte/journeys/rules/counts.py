"""Sums of counts of journeys, and suppression of small counts over a whole table. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from pacte.journeys.records.counts import ENDS, SUPPRESSIBLE, CellCounts, FunnelTable
from pacte.journeys.rules.payers import actions_of_set
from pacte.journeys.rules.suppression import cells_to_hide
from pacte.kernel.action_codes import ActionCode


def with_ended(counts: CellCounts) -> CellCounts:
    """Adds "ended", the sum of the nine kinds of end."""
    return replace(counts, values={**counts.values, "ended": sum(counts.values.get(kind, 0) for kind in ENDS)})


def sum_counts(lines: Sequence[CellCounts]) -> CellCounts:
    """Sums every count of the rows. The total is protected when each row is."""
    names = {name for each in lines for name in each.values}
    return CellCounts(
        values={name: sum(each.values.get(name, 0) for each in lines) for name in sorted(names)},
        is_protected=bool(lines) and all(each.is_protected for each in lines),
        counted_at=max((each.counted_at for each in lines if each.counted_at), default=None),
    )


def counts_by_action(table: FunnelTable, places: Mapping[tuple[str, str], Mapping[str, int]]) -> FunnelTable:
    """One row an action, from one row a set of actions: a person counts whole in each action of their set.

    ``places``: by set and action, those of the sessions that several payers divide. What is hidden in a set is hidden
    in each of its actions.
    """
    lines_by_action: dict[str, list[CellCounts]] = defaultdict(list)
    is_shared = False
    for line in table.lines:
        actions = actions_of_set(line.key)
        is_shared |= len(actions) > 1
        for action in actions:
            own = places.get((line.key, action), {}) if len(actions) > 1 else {}
            lines_by_action[action].append(replace(line, values={**line.values, **own}))
    lines = tuple(
        replace(sum_counts(own), key=action, hidden=frozenset[str]().union(*(line.hidden for line in own)))
        for action, own in sorted(lines_by_action.items(), key=lambda item: (not item[0], ActionCode(item[0])))
    )
    return replace(table, lines=lines, is_shared=is_shared)


def suppress_protected_counts(table: FunnelTable) -> FunnelTable:
    """Hides small counts of protected people, column by column, for readers who see every other count.

    Places are hidden with the people who took them. Kinds of end are shown for the total only: by row and by kind, two
    sums at once would need protection.
    """
    protected_keys = {each.key for each in table.lines if each.is_protected}
    if not protected_keys:
        return table
    hidden_by_key: dict[str, set[str]] = {each.key: set() for each in table.lines}
    whole: set[str] = set()
    for name in (each for each in SUPPRESSIBLE if each not in ENDS):
        hidden_keys = cells_to_hide({each.key: each.values.get(name, 0) for each in table.lines}, among=protected_keys)
        if hidden_keys is None:
            whole.add(name)
        for key in hidden_by_key if hidden_keys is None else hidden_keys:
            hidden_by_key[key].add(name)
    if table.whole.is_protected:
        whole |= _ends_hidden(table.whole.values, is_ended_hidden="ended" in whole)
    lines = tuple(
        replace(each, hidden=frozenset(_with_places(hidden_by_key[each.key])) | frozenset(ENDS)) for each in table.lines
    )
    return replace(table, lines=lines, whole=replace(table.whole, hidden=frozenset(_with_places(whole))))


def _with_places(names: AbstractSet[str]) -> AbstractSet[str]:
    """A place taken, lost or left discloses the number of entries."""
    return names | {"opened", "lost", "taken"} if names & {"admitted", "entered", "ended", "taken"} else names


def _ends_hidden(values: Mapping[str, int], *, is_ended_hidden: bool) -> AbstractSet[str]:
    hidden_ends = cells_to_hide({kind: values.get(kind, 0) for kind in ENDS})
    return set(ENDS) if hidden_ends is None or is_ended_hidden else hidden_ends
