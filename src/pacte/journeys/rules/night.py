"""Nightly decision of what to publish of the counts of journeys: all tables decided together. Pure.

See ``rules.suppression_tables`` for the programme of a year, and ``rules.linked_suppression`` for the protection of a
hidden count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from pacte.journeys.records.counts import Cut
from pacte.journeys.rules.linked import THRESHOLD, Group, protect
from pacte.journeys.rules.night_tables import (
    COUNTED,
    NAMES,
    PAST,
    RESULTS,
    TABLES,
    WHOLES,
    YEAR,
    Inner,
    Night,
    Table,
    by_part,
    linked,
    names_of,
    part_of,
    table_of,
)
from pacte.journeys.rules.secrecy import hidden as hidden_together


def decide(inners: Sequence[Inner], last: Night | None = None, whole: Night | None = None) -> Night:
    """Cells to hide, so that neither these tables nor those of the ``last`` publication are disclosed by both.

    ``whole``: the decision on the same people by session; a year that it hides is hidden here, and one that it shows
    cannot be: the last publication is carried over for a cut of people that nothing else protects.
    """
    hidden: set[Group] = set()
    results_of: dict[str, frozenset[Group]] = {}
    standing: dict[str, list[Inner]] = {}
    for part, table in by_part(table_of(inners, last)).items():
        year = table.units[0].year
        gone = {name for name in NAMES if whole is not None and year in whole.years_hidden(name)}
        # Sums over years are expendable: hidden as soon as one year requires it.
        if last is not None and table.is_same and part in last.results_of and not gone:
            hidden |= _hidden_then(table) | last.results_of[part]
        else:
            found, is_proven = _decide(table, hidden, gone, is_whole=whole is None)
            if last is not None and whole is not None and not is_proven:
                standing[part] = [each for each in table.then or () if each.key in {old.key for old in last.inners}]
                found = _hidden_then(table) | {group for group in _counts_of(table) if group[0] in gone}
            hidden |= found
        results_of[part] = frozenset(
            group for group in hidden if group[1] in RESULTS and group[1:] in table.groups
        )  # fmt: skip
    kept = [each for each in inners if part_of(each) not in standing]
    return Night(
        (*kept, *(each for mine in standing.values() for each in mine)),
        {name: frozenset(each[1:] for each in hidden if each[0] == name) for name in NAMES},
        results_of, frozenset(tuple(part.split("|")) for part in standing),
    )  # fmt: skip


def _hidden_then(table: Table) -> set[Group]:
    return {
        (name, *cell) for name, cells in table.was_hidden.items() for cell in cells
        if cell in table.groups and cell[0] not in RESULTS
    }  # fmt: skip


def _decide(
    table: Table, before: AbstractSet[Group], gone: AbstractSet[str], *, is_whole: bool
) -> tuple[set[Group], bool]:
    """Groups to hide in a year, and whether that is enough.

    What nothing protects hides more: its rows, then those of the year, then the year itself when it is shown here only.
    """
    count = linked(table)
    small = {
        group: float(THRESHOLD - least) for group in _counts_of(table) if (least := _small(table, group)) is not None
    }
    # A year whose total is small is not shown at all.
    gone = gone | {group[0] for group in small if group[1] == YEAR} | _few_without_a_job(table)
    asked = {
        group: rise for group, rise in small.items()
        if not (group[0] in gone and group[1] == YEAR) and (group[1] not in RESULTS or group[1:] in table.raises)
    } | _were_small(table)  # fmt: skip
    fixed = {(PAST, name, *cell) for name, cells in table.was_hidden.items() for cell in cells if cell in table.groups}
    away = {group for group in _counts_of(table) if group[0] in gone and group[1] not in RESULTS}
    away |= {("in_job", *cell) for cell in _homes_of_few_without_a_job(table)}
    found = protect(count, asked, {*before, *small, *away, *fixed})
    for more in _ways_out(is_whole=is_whole):
        if not found.unproven:
            break
        names = {group[1] if group[0] == PAST else group[0] for group in found.unproven}
        left = {group: asked[group] for group in sorted(found.unproven)}
        found = protect(count, left, found.hidden | {group for group in _counts_of(table) if more(group, names)})
    return {group for group in found.hidden if group[0] != PAST}, not found.unproven


def _ways_out(*, is_whole: bool) -> Iterator[Callable[[Group, AbstractSet[str]], bool]]:
    """From the narrowest to the widest: rows of these counts, rows of all counts, the year of these, the year."""
    yield lambda group, names: group[0] in names and group[1] not in WHOLES
    yield lambda group, _: group[1] not in WHOLES
    if not is_whole:
        return
    yield lambda group, names: group[0] in names and group[1] not in RESULTS
    yield lambda group, _: group[1] not in RESULTS
    yield lambda group, _: True


def _few_without_a_job(table: Table) -> set[str]:
    """Jobs, when few people of the year answer without one: a public table and an indicator count those separately."""
    return {
        "in_job" for cell in table.groups
        if cell[0] == YEAR and "in_job" in names_of(cell)
        and 0 < table.total(cell, "answered") - table.total(cell, "in_job") < THRESHOLD
    }  # fmt: skip


def _homes_of_few_without_a_job(table: Table) -> set[Group]:
    """Residences where few people answer without a job, and others to protect them: a public table counts those."""
    cells = {cell[2]: cell for cell in table.groups if cell[0] == Cut.RESIDENCE}
    rests = {home: table.total(cell, "answered") - table.total(cell, "in_job") for home, cell in cells.items()}
    gone = hidden_together(rests)
    return {cells[home] for home in (cells if gone is None else gone)}


def _counts_of(table: Table) -> Iterator[Group]:
    """Every count of every cell."""
    return ((name, *cell) for cell in table.groups for name in names_of(cell))


def _small(table: Table, group: Group) -> int | None:
    """The count when it is small, or that of places taken, which goes with the entries; None otherwise."""
    name, *cell = group
    found = (table.total(tuple(cell), each) for each in (("taken", name) if name == "entered" else (name,)))
    return min((count for count in found if 0 < count < THRESHOLD), default=None)


def _were_small(table: Table) -> dict[Group, float]:
    """Counts that were small and hidden at the last publication: this one must not disclose them."""
    found = {}
    for name, cells in table.was_hidden.items():
        for cell in sorted(cells & table.groups.keys()):
            count = table.past(cell, name)
            is_gone = (YEAR, *cell[1:2], "") in cells
            if cell[0] not in RESULTS and not is_gone and 0 < count < THRESHOLD:
                found[PAST, name, *cell] = float(THRESHOLD - count)
    return found


def as_document(night: Night) -> dict[str, object]:
    """JSON of a publication, stored for the next one."""
    return {
        "tables": list(TABLES),
        "inners": [
            [each.key, each.year, sorted(map(list, each.cells)), [each.of(name) for name in COUNTED], each.places]
            for each in night.inners
        ],
        "hidden": {name: sorted(map(list, gone)) for name, gone in night.hidden.items()},
        "results_of": {part: sorted(map(list, gone)) for part, gone in night.results_of.items()},
    }


def from_document(told: Mapping[str, Any]) -> Night | None:
    """The decision that ``decision_to_json`` wrote; None when it covered other tables than those of today.

    Its sessions were then grouped into other units, and cannot be compared with tonight's.
    """
    if told.get("tables") != list(TABLES):
        return None
    inners = tuple(
        Inner(key, year, frozenset(map(tuple, cells)), dict(zip(COUNTED, counts, strict=True)), places)
        for key, year, cells, counts, places in told["inners"]
    )
    hidden, results_of = (
        {name: frozenset(map(tuple, gone)) for name, gone in told[each].items()} for each in ("hidden", "results_of")
    )
    return Night(inners, hidden, results_of)
