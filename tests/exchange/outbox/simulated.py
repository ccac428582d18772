"""The simulated partner in a process of its own, started by ``./pacte partners simulate``."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pacte.infra.instance import PROJECT_ROOT


@dataclass(frozen=True, slots=True)
class Simulated:
    url: str

    def counts(self) -> dict[str, int]:
        """Counts of what the partner holds, once delayed messages are delivered."""
        with urllib.request.urlopen(f"{self.url}/etat", timeout=10) as answer:
            return json.loads(answer.read())


@contextmanager
def simulated(*options: str, slug: str = "", secret: str = "") -> Iterator[Simulated]:
    process = subprocess.Popen(
        [sys.executable, "-m", "pacte", "partners", "simulate", "--port", "0", "--slug", slug, *options],
        cwd=PROJECT_ROOT,
        env={**os.environ, "PYTHONPATH": f"{PROJECT_ROOT}/src", "PACTE_PARTNER_SECRET": secret},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        yield Simulated(said.split()[3])
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
