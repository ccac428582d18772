"""The linters, the type checker and the import contracts, as processes that run beside the tests.

On two cores the tests already keep both busy, but not all the time: browsers, the database and collection make them
wait. The tools start first, all together, with a low priority: they use what the tests leave and delay them by a tenth
at most. Their caches stay in their usual folders (``.mypy_cache``, ``.ruff_cache``, ``.import_linter_cache``), so a
second run takes a few seconds.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from pacte.infra.instance import PROJECT_ROOT

NICENESS = 10
_PYTHON_FOLDERS = ("src", "bench", "tests", "scripts")


@dataclass(frozen=True, slots=True)
class QualityTool:
    """``label`` is shown in the table of results; ``command`` runs at the root of the project."""

    label: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToolResult:
    """``seconds``: processor time. ``output``: all that the tool wrote."""

    label: str
    seconds: float
    exit_code: int
    output: str


@dataclass(frozen=True, slots=True)
class RunningTool:
    tool: QualityTool
    process: subprocess.Popen[bytes]
    output: IO[bytes]

    def wait(self) -> ToolResult:
        """Waits for the end. One process is waited for at a time, so the difference in children's time is its own."""
        before = _children_seconds()
        exit_code = self.process.wait()
        seconds = _children_seconds() - before
        self.output.seek(0)
        text = self.output.read().decode("utf-8", errors="replace")
        return ToolResult(self.tool.label, seconds, exit_code, text)


def quality_tools() -> list[QualityTool]:
    """The commands that CONTRIBUTING gives to run each tool alone."""
    programs = Path(sys.executable).parent
    templates = [str(path) for path in sorted((PROJECT_ROOT / "src" / "pacte" / "web").rglob("*.html"))]
    return [
        QualityTool("types (mypy)", (str(programs / "mypy"), "src/pacte", "bench")),
        QualityTool("imports (lint-imports)", (str(programs / "lint-imports"),)),
        QualityTool("code (ruff check)", (str(programs / "ruff"), "check", *_PYTHON_FOLDERS)),
        QualityTool("format (ruff format)", (str(programs / "ruff"), "format", "--check", *_PYTHON_FOLDERS)),
        QualityTool("gabarits (djade)", (str(programs / "djade"), "--check", "--target-version", "5.2", *templates)),
    ]


@contextmanager
def running_tools(tools: Sequence[QualityTool]) -> Iterator[list[RunningTool]]:
    """Starts the tools with a low priority. Those that still run when the block ends are stopped."""
    running: list[RunningTool] = []
    try:
        running.extend(_start(tool) for tool in tools)
        yield running
    finally:
        for each in running:
            if each.process.poll() is None:
                each.process.terminate()
                each.process.wait()
            each.output.close()


def _start(tool: QualityTool) -> RunningTool:
    output = tempfile.TemporaryFile()  # noqa: SIM115 — closed by ``running_tools``
    process = subprocess.Popen(  # noqa: S603
        tool.command,
        cwd=PROJECT_ROOT,
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT / "src")},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        preexec_fn=partial(os.nice, NICENESS),
    )
    return RunningTool(tool, process, output)


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
