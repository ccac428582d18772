"""``./pacte test``: a new order at each run, tools in parallel with the tests, a table by family."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

import pytest

from pacte.cli.commands import test as test_command
from pacte.cli.quality_tools import NICENESS, QualityTool, ToolResult, quality_tools, running_tools
from pacte.cli.suite_report import report_table
from pacte.infra.instance import PROJECT_ROOT
from tests.durations import DurationRecorder

PASSING = QualityTool("outil qui passe", (sys.executable, "-c", "print('rien à dire')"))
FAILING = QualityTool("outil qui échoue", (sys.executable, "-c", "print('é' * 3000); raise SystemExit(3)"))
# Tests without database: a nested pytest would create the same database again.
_FILE = "tests/kernel/test_single_line.py"


def _without_pytest(monkeypatch: pytest.MonkeyPatch, exit_code: int = 0) -> list[list[str]]:
    """Replaces pytest by a list of the options that it would receive."""
    calls: list[list[str]] = []

    def record(options: list[str]) -> int:
        calls.append(options)
        return exit_code

    monkeypatch.setattr(test_command, "_run_pytest", record)
    return calls


def test_each_run_has_its_own_order_said_on_the_first_and_the_last_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = _without_pytest(monkeypatch)
    seeds = set()
    for _ in range(3):
        assert test_command.run_tests(["-x"], []) == 0
        lines = capsys.readouterr().out.splitlines()
        found = re.fullmatch(r"ordre des tests : (--randomly-seed=\d+)", lines[-1])
        assert found
        assert lines[0] == f"{lines[-1]} (à rejouer : ./pacte test -- {found[1]} -x)"
        assert calls[-1][0] == found[1]
        seeds.add(found[1])
    assert len(seeds) > 1


@pytest.mark.parametrize("options", [["--randomly-seed=7"], ["-p", "no:randomly"], ["-pno:randomly"]])
def test_an_order_that_is_asked_for_is_kept(options: list[str]) -> None:
    assert test_command.order_options(options) == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], False),
        (["-x", "--randomly-seed=7", "-n", "4"], False),
        (["tests/plan"], True),
        ([f"{_FILE}::test_a_name"], True),
        (["-k", "plan"], True),
        (["--lf"], True),
    ],
)
def test_tools_run_beside_the_whole_suite_only(options: list[str], expected: bool) -> None:
    assert test_command.selects_tests(options) is expected


def test_a_tool_that_fails_fails_the_run_and_its_output_is_shown_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _without_pytest(monkeypatch)
    assert test_command.run_tests([], [PASSING, FAILING]) == 1
    shown = capsys.readouterr().out
    assert "=== outil qui échoue : échec\n" + "é" * 3000 in shown
    assert "rien à dire" not in shown
    assert re.search(r"outil : outil qui passe +1 +\d+\.\d  réussi", shown)
    assert re.search(r"outil : outil qui échoue +1 +\d+\.\d  échec", shown)


def test_the_code_of_pytest_is_that_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    _without_pytest(monkeypatch, exit_code=4)
    assert test_command.run_tests([], [FAILING]) == 4


def test_the_whole_suite_gives_pytest_no_path_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest would take an option of its own word without a dash as the path of the tests and of their settings."""
    given = _without_pytest(monkeypatch)
    test_command.run_tests([], [])
    assert [option for option in given[0] if not option.startswith("-")] == []


def test_tools_run_at_a_low_priority_and_stop_with_the_run() -> None:
    command = "import os, time; print(os.nice(0), flush=True); time.sleep(600)"
    with running_tools([QualityTool("lent", (sys.executable, "-c", command))]) as (running,):
        # ``pread`` keeps the file offset: the tool writes through the same open file.
        while not (text := os.pread(running.output.fileno(), 80, 0)).endswith(b"\n"):
            time.sleep(0.01)
        assert int(text) >= min(19, os.nice(0) + NICENESS)
    assert running.process.returncode != 0


def test_every_tool_is_installed_and_is_told_in_the_guide_for_contributors() -> None:
    guide = (PROJECT_ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    tools = quality_tools()
    assert tools
    for tool in tools:
        assert Path(tool.command[0]).exists()
        assert f".venv/bin/{Path(tool.command[0]).name}" in guide


def test_the_table_adds_up_the_files_of_a_family() -> None:
    files = {
        "tests/plan/test_a.py": {"seconds": 1.0, "tests": 2, "failures": 0},
        "tests/plan/test_b.py": {"seconds": 2.5, "tests": 1, "failures": 2},
        "tests/web/test_c.py": {"seconds": 9.0, "tests": 7, "failures": 0},
    }
    table = report_table({"collection": 30.0, "files": files}, [ToolResult("types", 4.0, 0, "")])
    lines = [" ".join(line.split()) for line in table.splitlines()]
    assert lines[1:4] == ["tests/web 7 9.0 réussi", "tests/plan 3 3.5 2 échecs", "outil : types 1 4.0 réussi"]


def test_a_test_that_is_run_again_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "durations"
    recorder = DurationRecorder(path)
    for when, outcome in [("setup", "rerun"), ("setup", "passed"), ("call", "failed"), ("teardown", "passed")]:
        report = pytest.TestReport(f"{_FILE}::test_a", (_FILE, 1, "test_a"), {}, "passed", None, when, duration=0.5)  # type: ignore[arg-type]
        report.outcome = outcome  # type: ignore[assignment]
        recorder.pytest_runtest_logreport(report)
    recorder.pytest_sessionfinish()
    assert test_command.read_durations(path)["files"] == {_FILE: {"seconds": 2.0, "tests": 1, "failures": 1}}


def test_the_tests_of_a_file_are_in_the_table(capfd: pytest.CaptureFixture[str]) -> None:
    assert test_command.run_tests(["-n0", "-q", _FILE], []) == 0
    assert re.search(r"^tests/kernel +\d+ +\d+\.\d  réussi$", capfd.readouterr().out, re.M)
