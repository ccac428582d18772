"""Measures the cost of reading and writing a catalogue, as ratios to a baseline parser in the same run.

Baseline A: expat with empty handlers for starts, ends and text, ``buffer_text``.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

_BLOCK = 64 * 1024
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and CPU time. ``cpu``: this process, its children, and the database backend when given."""

    wall: float
    client_cpu: float
    server_cpu: float = 0.0

    @property
    def cpu(self) -> float:
        return self.client_cpu + self.server_cpu

    def against(self, base: Cost, megabytes: float) -> dict[str, float]:
        return {
            "seconds": round(self.wall, 3),
            "cpu_seconds": round(self.cpu, 3),
            "megabytes_per_second": round(megabytes / self.wall, 1),
            "ratio": round(self.wall / base.wall, 2),
            "cpu_ratio": round(self.cpu / base.cpu, 2),
        }


def mean_cost(costs: Sequence[Cost]) -> Cost:
    count = len(costs)
    return Cost(
        sum(each.wall for each in costs) / count,
        sum(each.client_cpu for each in costs) / count,
        sum(each.server_cpu for each in costs) / count,
    )


def measure_cost(work: Callable[[], object], *, server: int = 0) -> Cost:
    """Runs ``work`` once. ``server``: pid of the database backend, when it is on this machine."""
    at, client, backend = time.perf_counter(), _client_cpu(), _cpu_of(server)
    work()
    return Cost(time.perf_counter() - at, _client_cpu() - client, _cpu_of(server) - backend)


def run_parser_baseline(path: Path) -> None:
    """Parses the whole file with empty handlers."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda _name, _attributes: None
    parser.EndElementHandler = lambda _name: None
    parser.CharacterDataHandler = lambda _text: None
    with path.open("rb") as stream:
        for block in _blocks(stream):
            parser.Parse(block, False)
        parser.Parse(b"", True)


@contextmanager
def on_one_core(server: int) -> Iterator[bool]:
    """Pins this process, its children and the database backend to one core. Yields False when not possible."""
    allowed = os.sched_getaffinity(0)
    try:
        for process in (0, server):
            os.sched_setaffinity(process, {min(allowed)})
        pinned = True
    except OSError:
        pinned = False
    try:
        yield pinned
    finally:
        for process in (0, server):
            with suppress(OSError):
                os.sched_setaffinity(process, allowed)


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(_BLOCK), b"")


def _client_cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _cpu_of(process: int) -> float:
    if not process:
        return 0.0
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS
