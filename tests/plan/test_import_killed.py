"""A killed import leaves the old plan or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from pacte.infra.instance import PROJECT_ROOT
from tests.effort import share

INSTANTS = share(100)


def test_an_import_killed_at_many_instants_never_leaves_the_plan_between_two_states(lasting_database: None) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash_driver", str(INSTANTS)],
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
    assert seen["between"] == 0
    assert seen["old"] + seen["new"] == INSTANTS
    assert min(seen["old"], seen["new"]) >= 3, "the instants must fall before and after the end of the import"
