"""The matrix of flows: shades follow halves of the largest count, nobody has no number, small ones are summed."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from pacte.web.charts.heat_matrix import (
    HeatMatrix,
    HeatMatrixRow,
    build_heat_matrix,
    heat_matrix_legend,
    heat_matrix_row_svg,
)
from tests.web.test_charts import shapes, texts

FLOWS = HeatMatrix("Flux", ("Berry", "Loire", "Val"), (HeatMatrixRow("Cher", (1200, 90, 0)),))


def built(counts: dict[tuple[str, str], int], *, most_rows: int = 9, most_columns: int = 9) -> HeatMatrix:
    return build_heat_matrix(
        "Flux", counts, most_rows=most_rows, most_columns=most_columns, other_rows="réseaux", other_columns="métiers"
    )


def test_the_largest_count_is_darkest_and_nobody_has_an_empty_square() -> None:
    drawn = heat_matrix_row_svg(FLOWS.rows[0], FLOWS, "flux-1")
    assert [len(shapes(drawn, f"heat-{step}")) for step in (0, 1, 2, 5)] == [1, 0, 1, 1]
    assert texts(drawn) == ["1\u202f200", "90"]
    assert [each["class"] for each in shapes(drawn, "heat-count")] == ["heat-count heat-count-dark", "heat-count"]


def test_squares_share_the_width_of_the_page() -> None:
    squares = shapes(heat_matrix_row_svg(FLOWS.rows[0], FLOWS, "flux-1"), "heat-square")
    assert [(each["x"], each["width"]) for each in squares] == [
        ("0%", "33.33%"), ("33.33%", "33.33%"), ("66.67%", "33.33%")
    ]  # fmt: skip


def test_a_row_is_read_aloud_with_the_names_of_its_columns() -> None:
    read = "".join(ElementTree.fromstring(heat_matrix_row_svg(FLOWS.rows[0], FLOWS, "f")).itertext())
    assert read.startswith("CherBerry 1\u202f200; Loire 90")
    empty = HeatMatrix("Flux", ("Berry",), (HeatMatrixRow("Indre", (0,)),))
    assert "personne" in heat_matrix_row_svg(empty.rows[0], empty, "f")


@pytest.mark.parametrize(
    ("largest", "labels", "first"),
    [
        (80, ["1 à 4", "5 à 9", "10 à 19", "20 à 39", "40 et plus"], 1),
        (9, ["1", "2", "3 à 4", "5 et plus"], 2),
        (2, ["1", "2 et plus"], 4),
        (1, ["1 et plus"], 5),
    ],
)
def test_the_legend_says_each_shade_and_small_counts_have_fewer(largest: int, labels: list[str], first: int) -> None:
    matrix = HeatMatrix("Flux", ("Berry",), (HeatMatrixRow("Cher", (largest,)),))
    assert heat_matrix_legend(matrix) == list(enumerate(labels, start=first))


@pytest.mark.parametrize("count", [1, 4, 5, 39, 40, 80])
def test_a_count_has_the_shade_that_the_legend_gives_it(count: int) -> None:
    matrix = HeatMatrix("Flux", ("Berry", "Loire"), (HeatMatrixRow("Cher", (80, count)),))
    bounds = {1: (1, 4), 2: (5, 9), 3: (10, 19), 4: (20, 39), 5: (40, 80)}
    low, high = bounds[matrix.step(count)]
    assert low <= count <= high


def test_rows_and_columns_begin_with_the_largest() -> None:
    matrix = built({("Cher", "Berry"): 2, ("Cher", "Loire"): 7, ("Indre", "Loire"): 30})
    assert (matrix.columns, [row.label for row in matrix.rows]) == (("Loire", "Berry"), ["Indre", "Cher"])
    assert [row.counts for row in matrix.rows] == [(30, 0), (7, 2)]


def test_the_smallest_are_summed_last_and_nothing_is_lost() -> None:
    counts = {(f"réseau {row}", f"métier {column}"): row * column for row in range(1, 6) for column in range(1, 5)}
    matrix = built(counts, most_rows=3, most_columns=2)
    assert matrix.columns == ("métier 4", "3 autres métiers")
    assert [row.label for row in matrix.rows] == ["réseau 5", "réseau 4", "3 autres réseaux"]
    assert sum(row.total for row in matrix.rows) == sum(counts.values())
    assert [matrix.steps(row) for row in matrix.rows] == [[5, 0], [5, 0], [0, 0]], "sums have no shade"
    assert [letter for letter, _ in matrix.headings] == ["A", "B"]
