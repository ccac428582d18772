"""From counts to a publishable table, and when a year may be published. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from pacte.indicators.records import TerritoryRule
from pacte.indicators.records.publication import PublicCell, PublicTable, Published
from pacte.indicators.rules.around import (
    Margin,
    Shown,
    absent_keys,
    apart,
    bounded,
    margins_apart,
    margins_of,
    margins_read,
)
from pacte.indicators.rules.disclosure import THRESHOLD, TOTAL, CountTable, Equation, Key, crossed, hidden_beside


def published_on(year: int) -> date:
    """The first day on which the figures of a year may be published.

    Nearly all entries are known twelve months after the end of the year: a table is published once and never changes.
    """
    return date(year + 2, 1, 1)


def years_due(*, first: int, on: date, done: Sequence[int]) -> tuple[int, ...]:
    """Years from ``first`` that may be published by that day and are not yet."""
    return tuple(year for year in range(first, on.year + 1) if published_on(year) <= on and year not in done)


def publish(
    table: PublicTable,
    counts: Mapping[tuple[str, ...], int],
    names: Sequence[Mapping[str, str]],
    *,
    year: int,
    known_on: date,
    is_synthetic: bool,
    territory: TerritoryRule = TerritoryRule.SESSION,
    journeys: Shown | None = None,
    figures: Mapping[str, bool] | None = None,
    crossings: Sequence[Mapping[str, int]] = (),
) -> Published:
    """Builds the table with suppressed cells. ``counts`` are the inner cells, by code; empty cells may be omitted.

    ``journeys``: what the journey tables show for that year. ``figures``: whether readers who see no small count get
    the indicator of each zone, and of all (""). ``crossings``: see ``public_table_margins.zones_to_withhold``.
    """
    if not counts:
        return Published(table, year, known_on, THRESHOLD, (), tuple(dict(each) for each in names), is_synthetic)
    nobody = dict.fromkeys(absent_keys(table, territory, counts, journeys or {}), 0)
    found, keys = crossed({**counts, **nobody})
    margins = margins_of(table, territory, keys, journeys or {}) + margins_read(table, keys, figures or {})
    margins += margins_apart(table, keys, apart(crossings))
    hidden = _hidden(found, keys, margins, bounded(table, keys))
    told = tuple(tuple(str(value) for value in key) for key in keys)
    return Published(
        table=table,
        year=year,
        known_on=known_on,
        threshold=THRESHOLD,
        cells=tuple(PublicCell(key, None if rank in hidden else found.counts[rank]) for rank, key in enumerate(told)),
        names=tuple(
            {code: given.get(code, code) for code in sorted({key[rank] for key in told} - {TOTAL})}
            for rank, given in enumerate(names)
        ),
        is_synthetic=is_synthetic,
    )


def _hidden(
    found: CountTable, keys: Sequence[Key], margins: Sequence[Margin], known: Collection[Key]
) -> frozenset[int]:
    """The cells to suppress; margins that are known or hidden elsewhere enter as additional cells.

    Cells of ``known`` are assumed to be known, shown or not.
    """
    rank_of = {key: rank for rank, key in enumerate(keys)}
    counts, equations, told, also = list(found.counts), list(found.equations), set(), set()
    for margin in margins:
        parts = tuple(rank_of[key] for key in margin.parts)
        if not margin.is_shown:
            also |= set(parts)
            continue
        told.add(len(counts))
        equations.append(Equation(len(counts), parts))
        counts.append(sum(found.counts[part] for part in parts))
        if len(parts) == 1:
            told.add(parts[0])
    # Where a public margin is zero, every cell is zero.
    nobody = [keys[rank] for rank in told if rank < len(keys) and not counts[rank]]
    told |= {
        rank for rank, key in enumerate(keys)
        if any(all(own in (TOTAL, code) for own, code in zip(empty, key, strict=True)) for empty in nobody)
    }  # fmt: skip
    fixed = told | {rank_of[key] for key in known if counts[rank_of[key]] >= THRESHOLD}
    hidden = hidden_beside(CountTable(tuple(counts), tuple(equations)), also=also, told=fixed)
    # When no protection is possible, everything that is not public elsewhere is suppressed.
    hidden = frozenset(range(len(counts))) - told if hidden is None else hidden | also
    return frozenset(rank for rank in hidden if rank < len(keys))


def as_document(given: Published) -> dict[str, object]:
    """JSON-ready content, as stored and exported."""
    return {
        "table": given.table.code,
        "title": given.table.title,
        "question": given.table.question,
        "indicator": given.table.indicator,
        "by": list(given.table.by),
        "year": given.year,
        "known_on": given.known_on.isoformat(),
        "threshold": given.threshold,
        "synthetic": given.is_synthetic,
        "names": [dict(each) for each in given.names],
        "cells": [{"keys": list(cell.keys), "count": cell.count} for cell in given.cells],
    }


def from_document(table: PublicTable, told: Mapping[str, object]) -> Published:
    """Reads the table written by ``publication_to_document``."""
    cells: list[dict[str, object]] = told["cells"]  # type: ignore[assignment]
    names: list[dict[str, str]] = told["names"]  # type: ignore[assignment]
    return Published(
        table=table,
        year=int(str(told["year"])),
        known_on=date.fromisoformat(str(told["known_on"])),
        threshold=int(str(told["threshold"])),
        cells=tuple(PublicCell(tuple(cell["keys"]), cell["count"]) for cell in cells),  # type: ignore[arg-type]
        names=tuple(names),
        is_synthetic=bool(told["synthetic"]),
    )
