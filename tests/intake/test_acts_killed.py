"""A file of acts whose writing is killed resumes without losing or duplicating anything.

The full measure (50,000 rows, 100 kills) is that of a full run, and takes some five minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from pacte.infra.instance import PROJECT_ROOT
from tests.effort import tries_all

# Rows, kills, longest wait before a kill in seconds, and how many kills must come before the end.
ROWS, KILLS, LONGEST, FALLEN = (50_000, 100, 1.2, 100) if tries_all() else (900, 6, 2.0, 3)


def test_a_file_killed_at_any_instant_ends_as_if_nothing_had_stopped_it(lasting_database: None) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake.acts_crash_driver", str(ROWS), str(KILLS), str(LONGEST)],
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
    seen = json.loads(done.stdout.splitlines()[-1])
    assert set(seen["lost"].values()) == {0}, seen
    assert (seen["doubled"], seen["state"]) == (0, "done")
    assert seen["killed"] >= FALLEN, "some instants must fall before the end"
    assert seen["between"] >= 2, "some instants must fall between two batches"
