"""From counts to a table that may be shown, and when a year may be published. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pacte.indicators.records.publication import PublicCell, PublicTable, Published
from pacte.indicators.rules.disclosure import THRESHOLD, TOTAL, crossed, hidden_cells


def published_on(year: int) -> date:
    """The first day on which the figures of a year may be published.

    Entries are known, all but a few, twelve months after it ended: a table is published once, and stays.
    """
    return date(year + 2, 1, 1)


def years_due(*, first: int, on: date, done: Sequence[int]) -> tuple[int, ...]:
    """Years from ``first`` that may be published on that day and are not."""
    return tuple(year for year in range(first, on.year + 1) if published_on(year) <= on and year not in done)


def publish(
    table: PublicTable,
    counts: Mapping[tuple[str, ...], int],
    names: Sequence[Mapping[str, str]],
    *,
    year: int,
    known_on: date,
    is_synthetic: bool,
) -> Published:
    """Hides what must be. ``counts`` are the inner cells, by code; cells that nobody is in may be left out."""
    if not counts:
        return Published(table, year, known_on, THRESHOLD, (), tuple(dict(each) for each in names), is_synthetic)
    found, keys = crossed(counts)
    hidden = hidden_cells(found)
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


def as_document(given: Published) -> dict[str, object]:
    """What is kept, and given to programmes."""
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
    """The table that ``as_document`` wrote."""
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
