"""The child process is bounded, and whatever its failure, the answer is one French sentence."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.file_opening import open_file_of_kind
from pacte.exchange.limits import PLAN, SERIES, FileBounds
from pacte.exchange.parsers.csv_grid import grid_from_csv
from pacte.exchange.records import FileFormat
from pacte.exchange.sandbox.launcher import parse_in_sandbox
from pacte.infra.sandbox import parent
from pacte.plan.records import ParsedPlan
from tests.exchange.tables import small_plan

BOUNDED = (
    f"from pacte.infra.sandbox.worker import limit_process\nlimit_process({PLAN.address_space}, {PLAN.cpu_seconds})"
)
SAY = """
from pacte.infra.sandbox.protocol import send_message
def say(text, kind="a"):
    send_message(sys.stdout.buffer, kind, text.encode())
"""


def replace_child(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    boot = f"import sys; sys.path.insert(0, sys.argv[1])\n{SAY}\n{textwrap.dedent(program)}"
    monkeypatch.setattr(parent, "_BOOTSTRAP", boot)


def die(monkeypatch: pytest.MonkeyPatch, program: str, bounds: FileBounds = PLAN) -> UnreadableFile:
    """Error of the parent when the child runs this program instead of its own."""
    replace_child(monkeypatch, program)
    with pytest.raises(UnreadableFile) as refusal:
        parse_in_sandbox(b"a;b\n1;2\n", name="plan.csv", bounds=bounds)
    assert "plan.csv" in str(refusal.value)
    return refusal.value


def test_a_file_too_long_is_told_by_its_own_kind_and_a_series_may_be_longer_than_a_plan() -> None:
    data = b"a;b\n" + b"1;2\n" * PLAN.rows
    with pytest.raises(UnreadableFile, match="Un plan tient en 5000 lignes"):
        parse_in_sandbox(data, name="plan.csv")
    assert parse_in_sandbox(data, name="bmo.csv", bounds=SERIES).grids[0].height == PLAN.rows + 1
    short = replace(SERIES, rows=10)
    with pytest.raises(UnreadableFile, match="Un fichier de série"):
        grid_from_csv(data, "bmo.csv", short)


def test_a_sound_file_comes_back_as_grids() -> None:
    parsed = parse_in_sandbox(small_plan(), name="dossier/plan.xlsx")
    assert (parsed.kind, parsed.name) == (FileFormat.XLSX, "plan.xlsx")
    assert parsed.grids[0].cells[(1, 1)].text == "N° d'action"


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("memory", "x = b'x' * (600 * 1024 * 1024)"),
        ("a new file", "open('/tmp/pacte-child-was-here', 'w')"),
        ("reading a file", "open('/etc/hostname')"),
        ("a socket", "import socket; socket.socket()"),
        ("a program", "import subprocess; subprocess.run(['true'])"),
    ],
)
def test_the_child_cannot_have(name: str, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = 'say(\'{"kind": "csv", "grids": []}\')'
    imported = "import socket, subprocess"
    refusal = die(monkeypatch, f"{imported}\n{BOUNDED}\n{program}\n{answered}")
    assert refusal.code == "file_unreadable", name
    assert not Path("/tmp/pacte-child-was-here").exists()


def test_a_child_that_computes_without_end_is_stopped_by_the_processor_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = die(
        monkeypatch,
        """
        from pacte.infra.sandbox.worker import limit_process
        limit_process(512 * 1024 * 1024, 1)
        while True: pass
    """,
    )
    assert refusal.code == "file_too_slow"


def test_a_child_that_sleeps_is_stopped_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    asleep = replace(PLAN, wall_seconds=0.5)
    assert die(monkeypatch, "import time; time.sleep(60)", asleep).code == "file_too_slow"


def test_a_child_that_never_stops_talking_is_not_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    terse = replace(PLAN, answer_bytes=100_000)
    assert die(monkeypatch, "while True: say('x' * 1000)", terse).code == "file_too_long"


def answered_row(row: str) -> str:
    """A child that answers one sheet with this row."""
    return (
        "import json; say(json.dumps({'kind': 'csv', 'grids': [{'sheet': 'a', 'hidden': False, 'merged': [],"
        f" 'comments': [], 'yellow': [], 'rows': [[{row}]]}}]}}))"
    )


def test_a_row_in_shape_is_a_row_of_the_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_child(monkeypatch, answered_row("2, [1, 3], [0, 0], ['x', 'x']"))
    (grid,) = parse_in_sandbox(b"a;b\n1;2\n", name="plan.csv").grids
    assert {place: cell.text for place, cell in grid.cells.items()} == {(2, 1): "x", (2, 3): "x"}


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.kill(os.getpid(), 11)",
        "import os; os.abort()",
        "sys.exit(3)",
        "raise RuntimeError",
        "pass",
        "say('not json')",
        "say('[' * 100000)",
        "say('[]')",
        "say('{}')",
        'say(\'{"kind": "csv"}\')',
        'say(\'{"kind": "csv", "grids": [{"sheet": 3}]}\')',
        'say(\'{"kind": "odt", "grids": []}\')',
        *(
            answered_row(row)
            for row in (
                "1, [1]",
                "1, [99999], [0], ['x']",
                "1, [1], [9], ['x']",
                "1, [1], [-1], ['x']",
                "1, [1, 2], [0], ['x']",
                "1, [1], [0], [3]",
                "1, [1], [[]], ['x']",
            )
        ),
        """say('{"kind": "refused", "code": 1}')""",
    ],
)
def test_a_death_or_an_answer_out_of_shape_is_a_file_that_cannot_be_read(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert die(monkeypatch, program).code == "file_unreadable"


def test_a_refusal_becomes_one_defect_with_its_place() -> None:
    reading = open_file_of_kind(b'a;b\n1;"2\n', "plan.csv", FileFormat.CSV)
    assert isinstance(reading, ParsedPlan)
    (defect,) = reading.defects
    assert (defect.code, str(defect.cell), defect.is_error) == ("csv_quote", "plan.csv B2", True)


def test_a_format_refuses_what_it_is_not() -> None:
    reading = open_file_of_kind(b"a;b\n1;2\n", "plan.csv", FileFormat.XLSX)
    assert isinstance(reading, ParsedPlan)
    assert [defect.code for defect in reading.defects] == ["file_type"]


def test_the_child_runs_apart_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder that breaks the import path of a usual interpreter has no effect."""
    (tmp_path / "json.py").write_text("raise SystemExit('poisoned')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "json.py"))
    monkeypatch.chdir(tmp_path)
    assert parse_in_sandbox(b"a;b\n1;2\n", name="plan.csv").grids[0].width == 2
