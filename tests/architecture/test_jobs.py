"""The worker loads every job: a task in a module that it does not import would never run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2] / "src"
_NAMED = re.compile(r"@app\.task\([^)]*name=\"([\w.]+)\"")
_PERIODIC = re.compile(r"@app\.periodic\([^)]*\)\s*@app\.task\([^)]*name=\"([\w.]+)\"")
_ASK = """
import django
django.setup()
from procrastinate.contrib.django import app
app.perform_import_paths()
print(" ".join(app.tasks))
print(" ".join(each.task.name for each in app.periodic_registry.periodic_tasks.values()))
"""


def names(pattern: re.Pattern[str]) -> set[str]:
    return {name for path in ROOT.rglob("*.py") for name in pattern.findall(path.read_text())}


def test_a_fresh_worker_knows_every_task_and_the_hour_of_those_that_come_back() -> None:
    answer = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=True)
    tasks, periodic = (set(line.split()) for line in answer.stdout.strip().splitlines()[-2:])
    assert len(names(_NAMED)) > 8
    assert names(_NAMED) - tasks == set()
    assert names(_PERIODIC) - periodic == set()
    assert {"journeys.purge", "journeys.count", "sessions.tell_risks"} <= periodic
