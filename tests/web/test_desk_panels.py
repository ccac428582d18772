"""Entries of a desk: the first ones, and one that stands for the others."""

from __future__ import annotations

import pytest

from pacte.web.desk_panels import DeskEntry, DeskPanel, entries_with_rest


@pytest.mark.parametrize(
    ("rows", "titles"),
    [
        (0, []),
        (3, ["0", "1", "2"]),
        (4, ["0", "1", "2", "3"]),
        (5, ["0", "1", "2", "et 2 autres lots"]),
        (1_003, ["0", "1", "2", "et 1 000 autres lots"]),
    ],
)
def test_a_panel_counts_the_entries_that_it_does_not_show(rows: int, titles: list[str]) -> None:
    lines = entries_with_rest(
        range(rows), lambda row: DeskEntry(str(row)), most=3, others=("autre lot", "autres lots"), url="/"
    )
    panel = DeskPanel("key", "Title", "", tuple(lines))
    assert [line.title.replace("\u202f", " ").replace("\xa0", " ") for line in panel.lines] == titles
    assert panel.count == rows
