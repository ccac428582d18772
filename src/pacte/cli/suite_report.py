"""What ``./pacte test`` prints at the end: the outputs of tools that failed, then a table by family of tests."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from pacte.cli.quality_tools import ToolResult

SLOWEST_SHOWN = 10


class FileDurations(TypedDict):
    seconds: float
    tests: int
    failures: int


class DurationsReport(TypedDict):
    """What the plugin ``tests.durations`` writes. ``files``: by path; ``collection``: seconds before the first test."""

    collection: float
    files: dict[str, FileDurations]


@dataclass(frozen=True, slots=True)
class TableRow:
    label: str
    tests: int
    seconds: float
    result: str


def read_durations(path: Path) -> DurationsReport:
    """The report of the plugin; an empty one when pytest stopped before it wrote any."""
    text = path.read_text(encoding="utf-8")
    report: DurationsReport = json.loads(text) if text else {"collection": 0.0, "files": {}}
    return report


def family_rows(files: Mapping[str, FileDurations]) -> list[TableRow]:
    """One row by top folder of ``tests``, the longest first."""
    families: dict[str, list[FileDurations]] = defaultdict(list)
    for path, durations in files.items():
        families["/".join(path.split("/")[:2])].append(durations)
    return _longest_first(
        TableRow(
            family,
            sum(each["tests"] for each in members),
            sum(each["seconds"] for each in members),
            _result(sum(each["failures"] for each in members)),
        )
        for family, members in families.items()
    )


def slowest_files(files: Mapping[str, FileDurations]) -> list[TableRow]:
    rows = [TableRow(path, each["tests"], each["seconds"], _result(each["failures"])) for path, each in files.items()]
    return _longest_first(rows)[:SLOWEST_SHOWN]


def tool_rows(results: Sequence[ToolResult]) -> list[TableRow]:
    return [
        TableRow(f"outil : {each.label}", 1, each.seconds, "réussi" if each.exit_code == 0 else "échec")
        for each in results
    ]


def failed_outputs(results: Sequence[ToolResult]) -> str:
    """Whole outputs of the tools that failed; empty when all passed."""
    return "\n".join(f"\n=== {each.label} : échec\n{each.output.rstrip()}" for each in results if each.exit_code)


def report_table(report: DurationsReport, results: Sequence[ToolResult]) -> str:
    """Seconds of tests are added over the workers; those of tools are processor time."""
    rows = [*family_rows(report["files"]), *tool_rows(results)]
    lines = [_line("famille", "tests", "secondes", "résultat")]
    lines += [_row_line(row) for row in rows]
    lines.append(f"avant le premier test (collecte) : {report['collection']:.1f} s")
    lines.append("fichiers les plus longs :")
    lines += [_row_line(row) for row in slowest_files(report["files"])]
    return "\n".join(lines)


def _row_line(row: TableRow) -> str:
    return _line(row.label, str(row.tests), f"{row.seconds:.1f}", row.result)


def _line(label: str, tests: str, seconds: str, result: str) -> str:
    return f"{label:<58}{tests:>7}{seconds:>10}  {result}"


def _result(failures: int) -> str:
    return f"{failures} échec{'s' if failures > 1 else ''}" if failures else "réussi"


def _longest_first(rows: Iterable[TableRow]) -> list[TableRow]:
    return sorted(rows, key=lambda row: -row.seconds)
