"""Each row of a source is read once, in whatever order transactions write the rows."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pacte.indicators.records.manifest import ReadPosition
from pacte.indicators.services.fact_builder import FactBuilder
from pacte.kernel.fact_export import FactExport

NUMBERS = range(1, 41)
SOURCE = FactExport("states", "a_table", {"fact": "BIGINT"}, "select e.id as fact from a_table e where {rows}")


def asked(read: ReadPosition, written: set[int]) -> list[int]:
    """Rows that the database returns: above the last one read, or in the holes below it."""
    return [
        number
        for number in sorted(written)
        if number > read.last or any(first <= number <= last for first, last in read.holes)
    ]


def read_on(folder: Path, read: ReadPosition, came: list[int]) -> ReadPosition:
    path = folder / "came.csv"
    path.write_text("\n".join(["fact", *map(str, came)]) + "\n")
    with FactBuilder(folder, is_little=True) as sorter:
        return sorter.load(SOURCE, path, read)


@pytest.mark.parametrize("seed", range(4))
def test_each_row_is_read_once_whenever_it_is_written(seed: int, tmp_path: Path) -> None:
    drawn = random.Random(seed)
    undone = set(drawn.sample(NUMBERS, 6))
    round_of = {number: min(5, number // 10 + drawn.choice((0, 0, 0, 1, 2))) for number in {*NUMBERS} - undone}
    read, seen = ReadPosition(), list[int]()
    for now in range(6):
        written = {number for number, when in round_of.items() if when <= now}
        came = asked(read, written)
        seen += came
        read = read_on(tmp_path, read, came)
        assert sorted(seen) == sorted(written)
        holes = {number for first, last in read.holes for number in range(first, last + 1)}
        assert holes == {number for number in NUMBERS if number < read.last} - written
    assert len(seen) == len(NUMBERS) - len(undone)
