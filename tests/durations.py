"""Pytest plugin: ``--durations-file=PATH`` writes how long each test file took and how many of its tests failed.

``./pacte test`` reads the file to print its table. With xdist only the main process writes.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest


@dataclass(slots=True)
class FileDuration:
    """Seconds of setup, call and teardown of all tests of a file, added over the workers."""

    seconds: float = 0.0
    tests: int = 0
    failures: int = 0


class DurationRecorder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._started = time.monotonic()
        self._first_report: float | None = None
        self._files: dict[str, FileDuration] = defaultdict(FileDuration)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A retried test counts once; the seconds of each attempt are added."""
        self._first_report = self._first_report or time.monotonic()
        file = self._files[report.nodeid.split("::")[0]]
        file.seconds += report.duration
        file.tests += report.when == "setup" and report.outcome != "rerun"
        file.failures += report.outcome == "failed"

    def pytest_sessionfinish(self) -> None:
        """``collection``: seconds of wall clock until the first test has reported."""
        collection = (self._first_report or time.monotonic()) - self._started
        files = {name: asdict(each) for name, each in sorted(self._files.items())}
        self._path.write_text(json.dumps({"collection": collection, "files": files}), encoding="utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--durations-file", metavar="PATH", help="write the seconds and failures of each test file (JSON)")


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("durations_file")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(DurationRecorder(Path(path)), "duration_recorder")
