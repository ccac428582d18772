"""From counts to a publishable table, and when a year may be published. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from pacte.indicators.records import TerritoryRule
from pacte.indicators.records.publication import PublicCell, PublicTable, PublishedTable
from pacte.indicators.rules.disclosure import (
    THRESHOLD,
    TOTAL,
    CountTable,
    Equation,
    Key,
    cross_tabulate,
    suppressed_with_published,
)
from pacte.indicators.rules.public_table_margins import (
    Margin,
    ShownCounts,
    absent_keys,
    indicator_margins,
    journey_margins,
    one_dimension_margins,
    withheld_margins,
    zones_to_withhold,
)
from pacte.indicators.rules.regrouping import (
    Joined,
    harm,
    joined_cells,
    joined_names,
    possible_joins,
    shown_key,
)


def publishable_on(year: int) -> date:
    """The first day on which the figures of a year may be published.

    Nearly all entries are known twelve months after the end of the year: a table is published once and never changes.
    """
    return date(year + 2, 1, 1)


def years_due(*, first: int, on: date, done: Sequence[int]) -> tuple[int, ...]:
    """Years from ``first`` that may be published by that day and are not yet."""
    return tuple(year for year in range(first, on.year + 1) if publishable_on(year) <= on and year not in done)


def build_public_table(
    table: PublicTable,
    counts: Mapping[tuple[str, ...], int],
    names: Sequence[Mapping[str, str]],
    *,
    year: int,
    known_on: date,
    is_synthetic: bool,
    territory: TerritoryRule = TerritoryRule.SESSION,
    journeys: ShownCounts | None = None,
    figures: Mapping[str, bool] | None = None,
    crossings: Sequence[Mapping[str, int]] = (),
) -> PublishedTable:
    """Builds the table with suppressed cells. ``counts`` are the inner cells, by code; empty cells may be omitted.

    ``journeys``: what the journey tables show for that year. ``figures``: whether readers who see no small count get
    the indicator of each zone, and of all (""). ``crossings``: see ``public_table_margins.zones_to_withhold``.
    """
    if not counts:
        return PublishedTable(table, year, known_on, THRESHOLD, (), tuple(dict(each) for each in names), is_synthetic)
    nobody = dict.fromkeys(absent_keys(table, territory, counts, journeys or {}), 0)
    table_counts, keys = cross_tabulate({**counts, **nobody})
    margins = journey_margins(table, territory, keys, journeys or {}) + indicator_margins(table, keys, figures or {})
    margins += withheld_margins(table, keys, zones_to_withhold(crossings))
    joined, hidden = _least_harmful(table, table_counts, keys, margins)
    shown_counts: Counter[Key] = Counter()
    for key, count in zip(keys, table_counts.counts, strict=True):
        shown_counts[shown_key(key, joined)] += count
    return PublishedTable(
        table=table,
        year=year,
        known_on=known_on,
        threshold=THRESHOLD,
        cells=tuple(PublicCell(key, None if key in hidden else count) for key, count in shown_counts.items()),
        names=tuple(
            {code: label_by_code.get(code, code) for code in sorted({key[rank] for key in shown_counts} - {TOTAL})}
            for rank, label_by_code in enumerate(joined_names(names, joined))
        ),
        is_synthetic=is_synthetic,
    )


def _least_harmful(
    table: PublicTable, table_counts: CountTable, keys: Sequence[Key], margins: Sequence[Margin]
) -> tuple[Joined, frozenset[Key]]:
    """The classes to join, and the cells to hide then. Dimensions are joined one by one, while it spares people."""

    def tried(joined: Joined) -> tuple[int, Joined, frozenset[Key]]:
        hidden = _suppressed_cells(table, table_counts, keys, margins, joined)
        return harm(table_counts, keys, joined, hidden), joined, hidden

    best = tried({})
    while others := [tried(each) for each in possible_joins(table, table_counts, keys, best[1])] if best[2] else []:
        better = min(others, key=lambda each: each[0])
        if better[0] >= best[0]:
            break
        best = better
    return best[1], best[2]


def _suppressed_cells(
    table: PublicTable, table_counts: CountTable, keys: Sequence[Key], margins: Sequence[Margin], joined: Joined
) -> frozenset[Key]:
    """The shown cells to suppress; margins that are known or hidden elsewhere enter as additional cells.

    One-dimensional margins are assumed to be known, shown or not.
    """
    rank_of = {key: rank for rank, key in enumerate(keys)}
    counts, equations, readable, also = list(table_counts.counts), list(table_counts.equations), set(), set()
    for key, ranks in joined_cells(keys, joined).items():
        # Only their sum is shown.
        also |= set(ranks)
        rank_of[key] = len(counts)
        equations.append(Equation(len(counts), ranks))
        counts.append(sum(table_counts.counts[rank] for rank in ranks))
    shown_ranks = {key: rank_of[key] for key in dict.fromkeys(shown_key(each, joined) for each in keys)}
    for margin in margins:
        parts = tuple(rank_of[key] for key in margin.parts)
        if not margin.is_shown:
            also |= set(parts)
            continue
        readable.add(len(counts))
        equations.append(Equation(len(counts), parts))
        counts.append(sum(table_counts.counts[part] for part in parts))
        if len(parts) == 1:
            readable.add(parts[0])
    # Where a public margin is zero, every cell is zero.
    nobody = [keys[rank] for rank in readable if rank < len(keys) and not counts[rank]]
    readable |= {
        rank for rank, key in enumerate(keys)
        if any(all(own in (TOTAL, code) for own, code in zip(empty, key, strict=True)) for empty in nobody)
    }  # fmt: skip
    known = one_dimension_margins(table, list(shown_ranks))
    fixed = readable | {shown_ranks[key] for key in known if counts[shown_ranks[key]] >= THRESHOLD}
    hidden = suppressed_with_published(CountTable(tuple(counts), tuple(equations)), also=also, published=fixed)
    # When no protection is possible, everything that is not public elsewhere is suppressed.
    hidden = frozenset(range(len(counts))) - readable if hidden is None else hidden | also
    return frozenset(key for key, rank in shown_ranks.items() if rank in hidden)


def publication_to_document(publication: PublishedTable) -> dict[str, object]:
    """JSON-ready content, as stored and exported."""
    return {
        "table": publication.table.code,
        "title": publication.table.title,
        "question": publication.table.question,
        "indicator": publication.table.indicator,
        "by": list(publication.table.by),
        "year": publication.year,
        "known_on": publication.known_on.isoformat(),
        "threshold": publication.threshold,
        "synthetic": publication.is_synthetic,
        "names": [dict(each) for each in publication.names],
        "cells": [{"keys": list(cell.keys), "count": cell.count} for cell in publication.cells],
    }


def publication_from_document(table: PublicTable, data: Mapping[str, object]) -> PublishedTable:
    """Reads the table written by ``publication_to_document``."""
    cells: list[dict[str, object]] = data["cells"]  # type: ignore[assignment]
    names: list[dict[str, str]] = data["names"]  # type: ignore[assignment]
    return PublishedTable(
        table=table,
        year=int(str(data["year"])),
        known_on=date.fromisoformat(str(data["known_on"])),
        threshold=int(str(data["threshold"])),
        cells=tuple(PublicCell(tuple(cell["keys"]), cell["count"]) for cell in cells),  # type: ignore[arg-type]
        names=tuple(names),
        is_synthetic=bool(data["synthetic"]),
    )
