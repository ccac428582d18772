"""Reading any sheet ends with lines and defects; its valid lines, written out, are read back the same."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pacte.exchange.accounting import read_accounting_extract
from pacte.exchange.accounting.cell_values import parse_amount_cell
from pacte.exchange.accounting.repair_encoding import repair_mixed_encoding
from pacte.exchange.formats.finance_extract import FORMAT
from pacte.exchange.records import CellKind, Grid, GridCell
from pacte.finance.records import MoneyStage
from pacte.kernel.errors import ValidationError
from tests.effort import share
from tests.exchange.accounting.extracts import HEADINGS, csv, line

_TEXTS = st.one_of(
    st.sampled_from([*map(str, HEADINGS), "Total", "E1", "12", "-5", "1,2", "31/12/2019", "#REF!", "", "=1+1", "2019"]),
    st.text(max_size=12),
)
_CELLS = st.builds(GridCell, _TEXTS, st.sampled_from(CellKind))
_GRIDS = st.builds(
    Grid,
    sheet=st.sampled_from(["Feuil1", "2019"]),
    cells=st.dictionaries(st.tuples(st.integers(1, 8), st.integers(1, 8)), _CELLS, max_size=40),
)


@settings(max_examples=share(150), deadline=None)
@given(st.lists(_GRIDS, max_size=2), st.dictionaries(st.sampled_from("ABC"), st.sampled_from(["number", "paid", "x"])))
def test_no_sheet_breaks_the_reading(grids: list[Grid], mapping: dict[str, str]) -> None:
    found = read_accounting_extract(grids, name="essai", mapping=mapping)
    assert found.lines_read >= len(found.lines)
    assert found.lines or found.defects
    for each in found.lines:
        assert each.number
        assert each.amounts
        assert each.year is None or 2000 <= each.year <= 2099


_CENTS = st.integers(-(10**12), 10**12)


@settings(max_examples=share(60), deadline=None)
@given(st.lists(st.tuples(_CENTS, _CENTS), min_size=1, max_size=6))
def test_amounts_come_back_to_the_cent(pairs: list[tuple[int, int]]) -> None:
    rows = [
        line(f"E{rank}", committed=f"{a / 100:.2f}".replace(".", ","), ordered=f"{b / 100:.2f}".replace(".", ","))
        for rank, (a, b) in enumerate(pairs)
    ]
    found = FORMAT.read(csv(*rows), name="e.csv")
    told = [(each.amounts[MoneyStage.COMMITTED], each.amounts[MoneyStage.ORDERED]) for each in found.lines]
    assert told == pairs


@given(st.text(max_size=20), st.sampled_from(["€", "k€", "M€"]))
@example("1e400", "€")
@example("٣", "€")
def test_a_cell_is_an_amount_or_is_refused(text: str, unit: str) -> None:
    try:
        found = parse_amount_cell(GridCell(text), unit)
    except ValidationError as refused:
        assert refused.code
    else:
        assert found is None or abs(found) <= 10**14


def test_an_amount_that_no_budget_holds_leaves_its_line_aside() -> None:
    found = FORMAT.read(csv(line("E1", committed="9" * 18), line("E2")), name="e.csv")
    assert [each.code for each in found.errors] == ["amount_large"]
    assert [each.number for each in found.lines] == ["E2"]


def test_an_amount_with_two_readings_leaves_its_line_aside() -> None:
    """« 1.234 » is 1 234 € or 1,23 €: the file says which, not its reader."""
    found = FORMAT.read(csv(line("E1", committed="1.234"), line("E2", committed="1234.50")), name="e.csv")
    assert [each.code for each in found.errors] == ["amount_shape"]
    assert [(each.number, each.amounts[MoneyStage.COMMITTED]) for each in found.lines] == [("E2", 123_450)]


@given(st.lists(st.sampled_from([b"caf\xe9", "café".encode(), b"abc", b"\x81"]), max_size=6))
def test_mending_keeps_the_lines_and_never_fails(lines: list[bytes]) -> None:
    data, foreign = repair_mixed_encoding(b"\n".join(lines))
    assert data.count(b"\n") == b"\n".join(lines).count(b"\n")
    assert all(1 <= each <= len(lines) for each in foreign)


def test_a_very_long_extract_says_to_split_it() -> None:
    found = FORMAT.read(csv(*(line(f"E{rank}") for rank in range(5_100))), name="e.csv")
    assert found.lines == ()
    assert "un exercice à la fois" in found.defects[0].hint
