"""An import killed at any instant resumes without losing or duplicating anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from pacte.infra.instance import PROJECT_ROOT


def test_an_import_killed_between_its_steps_or_at_any_instant_ends_as_if_nothing_had_stopped_it(
    lasting_database: None,
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.exchange.lheo.crash_driver", "4"],
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
    assert seen["steps_killed"] == seen["steps"] == 9
    assert seen["steps_different"] == []
    assert seen["different"] == 0
    assert seen["same"] == 4
    assert seen["between_batches"] == 2
    assert seen["doubled_versions"] == 0
