"""Whatever its kind, a file whose writing is killed resumes without losing or doubling anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from pacte.infra.instance import PROJECT_ROOT
from pacte.intake.catalog import file_kinds
from tests.effort import tries_all

KILLS, FALLEN = (100, 50) if tries_all() else (5, 1)


@pytest.mark.drawn("code", sorted(file_kinds()), 4)
def test_a_file_killed_at_any_instant_ends_as_if_nothing_had_stopped_it(lasting_database: None, code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake.crash_driver", code, str(KILLS)],
        cwd=PROJECT_ROOT,
        env={
            **os.environ,
            "PYTHONPATH": f"{PROJECT_ROOT}/src:{PROJECT_ROOT}",
            "DJANGO_SETTINGS_MODULE": "pacte.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["state"], result["same"]) == ("done", True)
    assert result["killed"] >= FALLEN, "some instants must fall before the end"
