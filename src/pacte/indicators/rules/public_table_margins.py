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
from pacte.indicators.records.publication import SHARE_PART, PublicTable
from pacte.indicators.records.question import YEAR, ZONE
from pacte.indicators.rules.disclosure import TOTAL, Key
from pacte.journeys.records.counts import ANSWERS, Cut
from pacte.journeys.rules.suppression import cells_to_hide

ShownCounts = Mapping[tuple[str, str], frozenset[str]]
"""(cut, key of a row of journeys) → names of the counts shown."""

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
    table: PublicTable, territory: TerritoryRule, keys: Collection[tuple[str, ...]], shown: ShownCounts
) -> set[tuple[str, ...]]:
    """Inner cells whose absence would disclose that nobody is there, where the journey tables hide the count."""
    known = [{key[rank] for key in keys} for rank in range(len(table.by))]
    absent: set[tuple[str, ...]] = set()
    for rank, split in enumerate(table.by):
        cut = split if split != ZONE else _cut_of(territory)
        unknown = (key for of, key in shown if of == cut and "entered" not in shown[of, key])
        # A row of several classes is disclosed when none of them is present.
        wanting = (classes for classes in map(partial(_classes_of, split), unknown) if not classes & known[rank])
        missing = set().union(*wanting) if split in _CUTS else set()
        absent |= set(itertools.product(*known[:rank], missing, *known[rank + 1 :]))
    return absent


def _classes_of(split: str, row_key: str) -> set[str]:
    """The classes of an indicator that make up a row of the journey tables."""
    return {code for code, key in _CLASSES.get(split, {}).items() if key == row_key} or {row_key or "unknown"}


def journey_margins(
    table: PublicTable, territory: TerritoryRule, keys: Sequence[Key], shown: ShownCounts
) -> list[Margin]:
    """One margin for each row of the journey tables that the table adds up to; none before their first publication."""
    parts: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
    for key in keys:
        if count_key := _journey_count_key(table, territory, key):
            parts[count_key].append(key)
    return [
        Margin(tuple(cells), name in shown[cut, key])
        for (cut, key, name), cells in parts.items() if (cut, key) in shown
    ]  # fmt: skip


def indicator_margins(table: PublicTable, keys: Sequence[Key], figures: Mapping[str, bool]) -> list[Margin]:
    """Margins that the indicator itself discloses: a share discloses its two sides."""
    margins = []
    for key in keys:
        codes = [(split, code) for split, code in _codes_of(table, key) if split != SHARE_PART]
        zone = next((code for split, code in codes if split == ZONE), "")
        if len(codes) == bool(zone) and zone in figures:
            margins.append(Margin((key,), figures[zone]))
    return margins


def zones_to_withhold(crossings: Sequence[Mapping[str, int]]) -> set[str]:
    """Zones to withhold from a table by year of the end. ``crossings``: one mapping per New Year and count.

    The number of people of a zone who cross a New Year could be derived from the same counts by year of the start.
    """
    zones: set[str] = set()
    for cells in crossings:
        gone = cells_to_hide(cells)
        zones |= cells.keys() if gone is None else gone
    return zones


def withheld_margins(table: PublicTable, keys: Sequence[Key], zones: Collection[str]) -> list[Margin]:
    """All the cells of these zones."""
    rank = table.by.index(ZONE) if zones else 0
    return [Margin((key,), is_shown=False) for key in keys if key[rank] in zones]


def one_dimension_margins(table: PublicTable, keys: Sequence[Key]) -> list[Key]:
    """One-dimensional margins: places, and people who did not go as far, disclose nearly how many they are."""
    return [key for key in keys if sum(code != TOTAL for code in key) < min(2, len(table.by))]


def _journey_count_key(table: PublicTable, territory: TerritoryRule, key: Key) -> tuple[str, str, str] | None:
    """Cut, key and name of the count to which a cell belongs."""
    name, codes = table.of_journeys, list(_codes_of(table, key))
    if table.horizon is not None:
        is_whole = codes in ([], [(SHARE_PART, "yes")])
        return (ANSWERS, str(table.horizon), name if codes else "answered") if is_whole else None
    if SHARE_PART in table.by:
        if (SHARE_PART, "yes") not in codes:
            return None
        codes.remove((SHARE_PART, "yes"))
    if not codes:
        return YEAR, "", name
    if len(codes) > 1:
        return None
    split, code = codes[0]
    if split == "end":
        return YEAR, "", code
    if split == ZONE:
        return _cut_of(territory), "" if code == "unknown" else code, name
    return split, _CLASSES.get(split, {}).get(code, "" if code == "unknown" else code), name


def _cut_of(territory: TerritoryRule) -> str:
    return Cut.RESIDENCE if territory is TerritoryRule.RESIDENCE else Cut.DEPARTMENT


def _codes_of(table: PublicTable, key: Key) -> Iterator[tuple[str, str]]:
    return ((split, code) for split, code in zip(table.by, key, strict=True) if code != TOTAL)
