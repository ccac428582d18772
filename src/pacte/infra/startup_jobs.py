"""Background jobs, found by walking the rooms: each room declares its own in ``<room>/jobs.py``, no list names them.

A ``jobs.py`` holds the tasks of the queue and, in ``STARTUP_JOBS``, what a starting worker does once before it serves
the queue: work whose hour passed while no worker ran.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from importlib import import_module
from pathlib import Path
from typing import Protocol

import pacte
from pacte.kernel.actor import Actor


class StartupStep(IntEnum):
    """Order of the startup jobs of all rooms: acts first, then what counts them, then what leaves the house."""

    CATCH_UP = 1
    COUNT = 2
    SEND = 3


class StartupAction(Protocol):
    def __call__(self, *, actor: Actor) -> object: ...


@dataclass(frozen=True, slots=True)
class StartupJob:
    """``total``: figure of ``jobs run --json`` to which the result, a number, is added. ``with_server_only``: not done
    by a worker that somebody starts by hand."""

    step: StartupStep
    run: StartupAction
    total: str = ""
    with_server_only: bool = False


def job_module_names() -> list[str]:
    """Dotted names of the ``jobs.py`` of all rooms, in alphabetical order. Imports none of them."""
    rooms = {path.parent.name for folder in pacte.__path__ for path in Path(folder).glob("*/jobs.py")}
    return [f"pacte.{room}.jobs" for room in sorted(rooms)]


def startup_jobs() -> list[StartupJob]:
    """Startup jobs of all rooms in the order of their steps; inside a step, by room, then as the room lists them."""
    jobs: Iterable[StartupJob] = (
        job for name in job_module_names() for job in getattr(import_module(name), "STARTUP_JOBS", ())
    )
    return sorted(jobs, key=lambda job: job.step)
