"""Nightly decision of what to publish of the counts of journeys: all tables decided together. Pure.

See ``rules.suppression_tables`` for the programme of a year, and ``rules.linked_suppression`` for the protection of a
hidden count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from pacte.journeys.records.counts import Cut
from pacte.journeys.rules.linked_suppression import THRESHOLD, Group, protect_small_groups
from pacte.journeys.rules.suppression import cells_to_hide as hidden_together
from pacte.journeys.rules.suppression_tables import (
    COUNTED,
    NAMES,
    PAST,
    RESULTS,
    TABLES,
    UNSHOWN,
    WHOLES,
    YEAR,
    CellTable,
    CountUnit,
    SuppressionDecision,
    build_cell_table,
    decided_count_names,
    linked_counts,
    split_by_year_part,
    year_part_of,
)


def decide_suppression(
    units: Sequence[CountUnit], last: SuppressionDecision | None = None, whole: SuppressionDecision | None = None
) -> SuppressionDecision:
    """Cells to hide, so that neither these tables nor those of the ``last`` publication are disclosed by both.

    ``whole``: the decision on the same people by session; a year that it hides is hidden here, and one that it shows
    cannot be: the last publication is carried over for a cut of people that nothing else protects.
    """
    hidden: set[Group] = set()
    results_of: dict[str, frozenset[Group]] = {}
    carried_over: dict[str, list[CountUnit]] = {}
    for part, table in split_by_year_part(build_cell_table(units, last)).items():
        year = table.units[0].year
        hidden_names = {name for name in NAMES if whole is not None and year in whole.years_hidden(name)}
        # Sums over years are expendable: hidden as soon as one year requires it.
        if last is not None and table.is_unchanged and part in last.results_of and not hidden_names:
            hidden |= _previously_hidden(table) | last.results_of[part]
        else:
            to_hide, is_proven = _decide_part(table, hidden, hidden_names, is_whole=whole is None)
            if last is not None and whole is not None and not is_proven:
                carried_over[part] = [
                    each for each in table.previous_units or () if each.key in {old.key for old in last.units}
                ]
                to_hide = _previously_hidden(table) | {group for group in _counts_of(table) if group[0] in hidden_names}
            hidden |= to_hide
        results_of[part] = frozenset(
            group for group in hidden if group[1] in RESULTS and group[1:] in table.groups
        )  # fmt: skip
    fresh_units = [each for each in units if year_part_of(each) not in carried_over]
    return SuppressionDecision(
        (*fresh_units, *(each for part_units in carried_over.values() for each in part_units)),
        {name: frozenset(each[1:] for each in hidden if each[0] == name) for name in NAMES},
        results_of, frozenset(tuple(part.split("|")) for part in carried_over),
    )  # fmt: skip


def _previously_hidden(table: CellTable) -> set[Group]:
    return {
        (name, *cell) for name, cells in table.previously_hidden.items() for cell in cells
        if cell in table.groups and cell[0] not in RESULTS
    }  # fmt: skip


def _decide_part(
    table: CellTable, already_hidden: AbstractSet[Group], hidden_names: AbstractSet[str], *, is_whole: bool
) -> tuple[set[Group], bool]:
    """Groups to hide in a year, and whether that is enough.

    What nothing protects hides more: its rows, then those of the year, then the year itself when it is shown here only.
    """
    count = linked_counts(table)
    small = {
        group: float(THRESHOLD - least)
        for group in _counts_of(table)
        if (least := _smallest_count(table, group)) is not None
    }
    # A year whose total is small is not shown at all.
    hidden_names = hidden_names | {group[0] for group in small if group[1] == YEAR} | _few_without_a_job(table)
    targets = {
        group: rise
        for group, rise in small.items()
        if not (group[0] in hidden_names and group[1] == YEAR)
        and (group[1] not in RESULTS or group[1:] in table.results_to_protect)
    } | _previously_small(table)
    fixed = {
        (PAST, name, *cell) for name, cells in table.previously_hidden.items() for cell in cells if cell in table.groups
    }
    hidden_groups = {group for group in _counts_of(table) if group[0] in hidden_names and group[1] not in RESULTS}
    hidden_groups |= {("in_job", *cell) for cell in _homes_of_few_without_a_job(table)}
    hidden_groups |= {group for group in _counts_of(table) if group[1] in UNSHOWN}
    protection = protect_small_groups(count, targets, {*already_hidden, *small, *hidden_groups, *fixed})
    for widens in _fallbacks(is_whole=is_whole):
        if not protection.unproven:
            break
        names = {group[1] if group[0] == PAST else group[0] for group in protection.unproven}
        unproven_targets = {group: targets[group] for group in sorted(protection.unproven)}
        protection = protect_small_groups(
            count, unproven_targets, protection.hidden | {group for group in _counts_of(table) if widens(group, names)}
        )
    return {group for group in protection.hidden if group[0] != PAST}, not protection.unproven


def _fallbacks(*, is_whole: bool) -> Iterator[Callable[[Group, AbstractSet[str]], bool]]:
    """From the narrowest to the widest: rows of these counts, rows of all counts, the year of these, the year."""
    yield lambda group, names: group[0] in names and group[1] not in WHOLES
    yield lambda group, _: group[1] not in WHOLES
    if not is_whole:
        return
    yield lambda group, names: group[0] in names and group[1] not in RESULTS
    yield lambda group, _: group[1] not in RESULTS
    yield lambda group, _: True


def _few_without_a_job(table: CellTable) -> set[str]:
    """Jobs, when few people of the year answer without one: a public table and an indicator count those separately."""
    return {
        "in_job" for cell in table.groups
        if cell[0] == YEAR and "in_job" in decided_count_names(cell)
        and 0 < table.total(cell, "answered") - table.total(cell, "in_job") < THRESHOLD
    }  # fmt: skip


def _homes_of_few_without_a_job(table: CellTable) -> set[Group]:
    """Residences where few people answer without a job, and others to protect them: a public table counts those."""
    cells = {cell[2]: cell for cell in table.groups if cell[0] == Cut.RESIDENCE}
    rests = {home: table.total(cell, "answered") - table.total(cell, "in_job") for home, cell in cells.items()}
    gone = hidden_together(rests)
    return {cells[home] for home in (cells if gone is None else gone)}


def _counts_of(table: CellTable) -> Iterator[Group]:
    """Every count of every cell."""
    return ((name, *cell) for cell in table.groups for name in decided_count_names(cell))


def _smallest_count(table: CellTable, group: Group) -> int | None:
    """The count when it is small, or that of places taken, which goes with the entries; None otherwise."""
    name, *cell = group
    totals = (table.total(tuple(cell), each) for each in (("taken", name) if name == "entered" else (name,)))
    return min((count for count in totals if 0 < count < THRESHOLD), default=None)


def _previously_small(table: CellTable) -> dict[Group, float]:
    """Counts that were small and hidden at the last publication: this one must not disclose them."""
    rises = {}
    for name, cells in table.previously_hidden.items():
        for cell in sorted(cells & table.groups.keys()):
            count = table.previous_total(cell, name)
            is_year_hidden = (YEAR, *cell[1:2], "") in cells
            if cell[0] not in RESULTS and not is_year_hidden and 0 < count < THRESHOLD:
                rises[PAST, name, *cell] = float(THRESHOLD - count)
    return rises


def decision_to_json(decision: SuppressionDecision) -> dict[str, object]:
    """JSON of a publication, stored for the next one."""
    return {
        "tables": list(TABLES),
        "inners": [
            [each.key, each.year, sorted(map(list, each.cells)), [each.of(name) for name in COUNTED], each.places]
            for each in decision.units
        ],
        "hidden": {name: sorted(map(list, cells)) for name, cells in decision.hidden.items()},
        "results_of": {part: sorted(map(list, cells)) for part, cells in decision.results_of.items()},
    }


def decision_from_json(document: Mapping[str, Any]) -> SuppressionDecision | None:
    """The decision that ``decision_to_json`` wrote; None when it covered other tables than those of today.

    Its sessions were then grouped into other units, and cannot be compared with tonight's.
    """
    if document.get("tables") != list(TABLES):
        return None
    units = tuple(
        CountUnit(key, year, frozenset(map(tuple, cells)), dict(zip(COUNTED, counts, strict=True)), places)
        for key, year, cells, counts, places in document["inners"]
    )
    hidden, results_of = (
        {name: frozenset(map(tuple, cell_keys)) for name, cell_keys in document[each].items()}
        for each in ("hidden", "results_of")
    )
    return SuppressionDecision(units, hidden, results_of)
