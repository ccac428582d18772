"""Margins of a public table that the journey tables show or hide. Pure.

A margin that the journey tables publish cannot be suppressed here to protect another cell, and one that they hide must
not be shown here.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pacte.indicators.records import TerritoryRule
from pacte.indicators.records.publication import PART, PublicTable
from pacte.indicators.records.question import YEAR, ZONE
from pacte.indicators.rules.disclosure import TOTAL, Key
from pacte.journeys.records.counts import ANSWERS, Cut
from pacte.journeys.rules.suppression import cells_to_hide

Shown = Mapping[tuple[str, str], frozenset[str]]
"""By cut and key of a line of journeys, the names of the counts that are shown."""

# Classes of an indicator → wider classes of the journey tables.
_CLASSES = {
    "level": {"bac": "other", "higher": "other", "unknown": ""},
    "age": {"45_54": "45_over", "55_plus": "45_over", "unknown": ""},
}
# Dimensions that are cuts of the journey tables.
_CUTS = frozenset({ZONE, "domain", "objective", *_CLASSES, "sex"})


@dataclass(frozen=True, slots=True)
class Margin:
    """Cells that add up to one row of the journey tables."""

    parts: tuple[Key, ...]
    is_shown: bool


def absent_keys(
    table: PublicTable, territory: TerritoryRule, keys: Collection[tuple[str, ...]], lines: Shown
) -> set[tuple[str, ...]]:
    """Inner cells whose absence would disclose that nobody is there, where the journey tables hide the count."""
    known = [{key[rank] for key in keys} for rank in range(len(table.by))]
    found: set[tuple[str, ...]] = set()
    for rank, split in enumerate(table.by):
        cut = split if split != ZONE else _cut_of(territory)
        unknown = (key for of, key in lines if of == cut and "entered" not in lines[of, key])
        # A row of several classes is disclosed when none of them is present.
        wanting = (classes for classes in map(partial(_classes_of, split), unknown) if not classes & known[rank])
        missing = set().union(*wanting) if split in _CUTS else set()
        found |= set(itertools.product(*known[:rank], missing, *known[rank + 1 :]))
    return found


def _classes_of(split: str, line: str) -> set[str]:
    """The classes of an indicator that make up a row of the journey tables."""
    return {code for code, key in _CLASSES.get(split, {}).items() if key == line} or {line or "unknown"}


def margins_of(table: PublicTable, territory: TerritoryRule, keys: Sequence[Key], lines: Shown) -> list[Margin]:
    """One margin for each row of the journey tables that the table adds up to; none before their first publication."""
    parts: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
    for key in keys:
        if line := _line(table, territory, key):
            parts[line].append(key)
    return [
        Margin(tuple(cells), name in lines[cut, key])
        for (cut, key, name), cells in parts.items() if (cut, key) in lines
    ]  # fmt: skip


def margins_read(table: PublicTable, keys: Sequence[Key], figures: Mapping[str, bool]) -> list[Margin]:
    """Margins that the indicator itself discloses: a share discloses its two sides."""
    found = []
    for key in keys:
        told = [(split, code) for split, code in _codes_of(table, key) if split != PART]
        zone = next((code for split, code in told if split == ZONE), "")
        if len(told) == bool(zone) and zone in figures:
            found.append(Margin((key,), figures[zone]))
    return found


def apart(crossings: Sequence[Mapping[str, int]]) -> set[str]:
    """Zones to withhold from a table by year of the end. ``crossings``: one mapping per New Year and count.

    The number of people of a zone who cross a New Year could be derived from the same counts by year of the start.
    """
    found: set[str] = set()
    for cells in crossings:
        gone = cells_to_hide(cells)
        found |= cells.keys() if gone is None else gone
    return found


def margins_apart(table: PublicTable, keys: Sequence[Key], zones: Collection[str]) -> list[Margin]:
    """All the cells of these zones."""
    rank = table.by.index(ZONE) if zones else 0
    return [Margin((key,), is_shown=False) for key in keys if key[rank] in zones]


def bounded(table: PublicTable, keys: Sequence[Key]) -> list[Key]:
    """One-dimensional margins: places, and people who did not go as far, disclose nearly how many they are."""
    return [key for key in keys if sum(code != TOTAL for code in key) < min(2, len(table.by))]


def _line(table: PublicTable, territory: TerritoryRule, key: Key) -> tuple[str, str, str] | None:
    """Cut, key and name of the count to which a cell belongs."""
    name, told = table.of_journeys, list(_codes_of(table, key))
    if table.horizon is not None:
        is_whole = told in ([], [(PART, "yes")])
        return (ANSWERS, str(table.horizon), name if told else "answered") if is_whole else None
    if PART in table.by:
        if (PART, "yes") not in told:
            return None
        told.remove((PART, "yes"))
    if not told:
        return YEAR, "", name
    if len(told) > 1:
        return None
    split, code = told[0]
    if split == "end":
        return YEAR, "", code
    if split == ZONE:
        return _cut_of(territory), "" if code == "unknown" else code, name
    return split, _CLASSES.get(split, {}).get(code, "" if code == "unknown" else code), name


def _cut_of(territory: TerritoryRule) -> str:
    return Cut.RESIDENCE if territory is TerritoryRule.RESIDENCE else Cut.DEPARTMENT


def _codes_of(table: PublicTable, key: Key) -> Iterator[tuple[str, str]]:
    return ((split, code) for split, code in zip(table.by, key, strict=True) if code != TOTAL)
