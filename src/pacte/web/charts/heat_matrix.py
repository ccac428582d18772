"""Counts of rows by columns, in shades: the larger the count, the darker its square; its number is written in it.

Shades follow halves of the largest count: flows between many bodies are very unequal.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from string import ascii_uppercase

from pacte.kernel.french import format_number
from pacte.web.charts.svg import Markup, described_svg, element, group, svg_percent

STEP_COUNT = 5
_HEIGHT = 28
_BASELINE = 18.5
_FIRST_DARK_STEP = 4


@dataclass(frozen=True, slots=True)
class HeatMatrixRow:
    """``counts``: one a column, in the same order; 0 where there is nobody. ``is_rest``: the sum of smaller rows."""

    label: str
    counts: tuple[int, ...]
    is_rest: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class HeatMatrix:
    """``title`` says what is counted. ``columns``: their names, at most 26; a letter stands for each.

    ``has_rest``: the last column is the sum of smaller ones. Sums have no shade: they would darken the scale of all.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[HeatMatrixRow, ...]
    has_rest: bool = False

    @property
    def headings(self) -> list[tuple[str, str]]:
        """(letter, name) of each column."""
        return list(zip(ascii_uppercase, self.columns, strict=False))

    @property
    def limits(self) -> list[int]:
        """Bounds of the shades: a half, a quarter… of the largest count; fewer of them when counts are small."""
        largest = max((count for row in self.rows for count in self._shaded(row)), default=0)
        halves = {max(2, ceil(largest / 2**rank)) for rank in range(1, STEP_COUNT)}
        return sorted(limit for limit in halves if limit <= largest)

    def step(self, count: int) -> int:
        """Returns the shade of a count: 0 for nobody, then from 1 (lightest) to 5; the largest is always 5."""
        limits = self.limits
        return STEP_COUNT - len(limits) + bisect_right(limits, count) if count else 0

    def steps(self, row: HeatMatrixRow) -> list[int]:
        """Returns the shade of each count of a row; 0 for the sums too."""
        shaded = [self.step(count) for count in self._shaded(row)]
        return shaded + [0] * (len(row.counts) - len(shaded))

    def _shaded(self, row: HeatMatrixRow) -> tuple[int, ...]:
        if row.is_rest:
            return ()
        return row.counts[:-1] if self.has_rest else row.counts


def heat_matrix_legend(matrix: HeatMatrix) -> list[tuple[int, str]]:
    """Shade and label of each class: (1, « 1 à 3 »), … (5, « 23 et plus »)."""
    starts = [1, *matrix.limits]
    ends = [following - 1 for following in starts[1:]]
    between = [
        format_number(start) if start == end else f"{format_number(start)} à {format_number(end)}"
        for start, end in zip(starts, ends, strict=False)
    ]
    return list(enumerate([*between, f"{format_number(starts[-1])} et plus"], start=STEP_COUNT - len(ends)))


def heat_matrix_row_svg(row: HeatMatrixRow, matrix: HeatMatrix, identifier: str) -> Markup:
    """Returns the squares of one row, as wide as their page; their names and counts are read aloud."""
    width = 1 / (len(matrix.columns) or 1)
    squares = [
        _square(count, step, rank * width, width)
        for rank, (count, step) in enumerate(zip(row.counts, matrix.steps(row), strict=True))
    ]
    described = "; ".join(
        f"{column} {format_number(count)}" for column, count in zip(matrix.columns, row.counts, strict=True) if count
    )
    return described_svg(
        identifier, row.label, described or "personne", *squares, class_="heat-squares", width="100%", height=_HEIGHT
    )


def _square(count: int, step: int, start: float, width: float) -> Markup:
    box = element(
        "rect", x=svg_percent(start), y=0, width=svg_percent(width), height=_HEIGHT,
        class_=f"heat-square heat-{step}",
    )  # fmt: skip
    if not count:
        return box
    dark = " heat-count-dark" if step >= _FIRST_DARK_STEP else ""
    middle = svg_percent(start + width / 2)
    return group(
        box, element("text", format_number(count), x=middle, y=_BASELINE, text_anchor="middle",
                     class_=f"heat-count{dark}"),
    )  # fmt: skip


def build_heat_matrix(
    title: str,
    counts: Mapping[tuple[str, str], int],
    *,
    most_rows: int,
    most_columns: int,
    other_rows: str,
    other_columns: str,
) -> HeatMatrix:
    """Returns the matrix of ``counts`` by (row, column), largest sums first; the smallest are summed as « others ».

    ``other_rows`` and ``other_columns``: what they are, plural, as « réseaux ».
    """
    rows = _largest(((row, count) for (row, _), count in counts.items()), most_rows, other_rows)
    columns = _largest(((column, count) for (_, column), count in counts.items()), most_columns, other_columns)
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for (row, column), count in counts.items():
        sums[rows[row], columns[column]] += count
    names, labels = tuple(dict.fromkeys(columns.values())), tuple(dict.fromkeys(rows.values()))
    return HeatMatrix(
        title,
        names,
        tuple(
            HeatMatrixRow(label, tuple(sums[label, name] for name in names), is_rest=label not in rows)
            for label in labels
        ),
        has_rest=names[-1:] != tuple(columns)[-1:],
    )


def _largest(counted: Iterable[tuple[str, int]], most: int, others: str) -> dict[str, str]:
    """The label of each name, in order of their sums: its own, or that of the others when there are too many."""
    sums: dict[str, int] = defaultdict(int)
    for name, count in counted:
        sums[name] += count
    ordered = sorted(sums, key=lambda name: (-sums[name], name))
    largest: Sequence[str] = ordered if len(ordered) <= most else ordered[: most - 1]
    joined = f"{format_number(len(ordered) - len(largest))} autres {others}"
    return {name: name if rank < len(largest) else joined for rank, name in enumerate(ordered)}
