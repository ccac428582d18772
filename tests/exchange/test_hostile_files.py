"""Hostile files are refused as a whole, with the cause, within bounded memory and time."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pacte.exchange import limits
from pacte.exchange.plan_files.reading import read_plan_file
from pacte.exchange.sandbox import launcher
from tests.exchange.hostile import CORPUS, Hostile, csv_rows, packed, parts, sheet


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.name)
def test_it_is_refused_with_its_cause(hostile: Hostile) -> None:
    reading = read_plan_file(hostile.make(), name=hostile.name)
    assert reading.content is None
    assert [defect.code for defect in reading.defects] == [hostile.code]
    defect = reading.defects[0]
    assert hostile.name in defect.message
    assert defect.message.endswith(".")
    assert defect.hint.endswith(".")


def test_every_refusal_is_of_the_file_and_none_is_the_death_of_the_child() -> None:
    assert "file_unreadable" not in {hostile.code for hostile in CORPUS}
    assert "file_too_slow" not in {hostile.code for hostile in CORPUS}


def test_no_hostile_file_takes_more_than_a_quarter_of_a_gibibyte() -> None:
    """Measured in a separate process, whose only children are those that read these files."""
    program = (
        "import resource\n"
        "from pacte.exchange.plan_files.reading import read_plan_file\n"
        "from tests.exchange.hostile import CORPUS\n"
        "for each in CORPUS: read_plan_file(each.make(), name=each.name)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    environment = {"PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
    told = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert int(told.stdout) < 256 * 1024


def test_a_stray_quote_swallows_no_row_wherever_it_falls() -> None:
    """Either the file is refused, or every row is still there."""
    text = csv_rows(rows=3)
    refusals = {"csv_quote", "csv_ragged", "heading_missing", "table_missing"}
    for position in range(len(text)):
        told = read_plan_file((text[:position] + '"' + text[position:]).encode(), name="plan.csv")
        if told.content is None:
            assert {defect.code for defect in told.defects} <= refusals, position
        else:
            assert len(told.content.rows) == 3, position


@pytest.mark.parametrize(
    "name", ["a\x00b.csv", "\u202evsc.exe.csv", "../../etc/passwd", "C:\\temp\\plan.csv", "é" * 300 + ".csv", ""]
)
def test_a_hostile_file_name_is_made_fit_for_a_sentence(name: str) -> None:
    safe = launcher.safe_file_name(name)
    assert safe.isprintable()
    assert 0 < len(safe) <= 101
    assert "/" not in safe
    assert "\\" not in safe
    reading = read_plan_file(csv_rows().encode(), name=name)
    assert reading.cell_by_field is not None
    assert {cell.sheet for cell in reading.cell_by_field.values()} == {safe}


@pytest.mark.usefixtures("new_interpreters")
def test_a_file_that_is_too_big_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a child was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    reading = read_plan_file(b"a;b\n" * (limits.PLAN.file_bytes // 4 + 1), name="plan.csv")
    assert [defect.code for defect in reading.defects] == ["file_too_big"]


def test_signs_that_nobody_sees_do_not_come_through() -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>a\u202eb_x0000_c_x000D_\n d</t></is></c></row>'
    grid = launcher.parse_in_sandbox(packed(parts(sheet(cells))), name="plan.xlsx").grids[0]
    assert grid.cells[(1, 1)].text == "abc\n d"
