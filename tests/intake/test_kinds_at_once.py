"""Whatever its kind, a file that two processes write at once is written once; two files leave what two turns leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from pacte.infra.instance import PROJECT_ROOT
from pacte.intake.catalog import file_kinds
from tests.effort import tries_all

ATTEMPTS = 20 if tries_all() else 1


@pytest.mark.drawn("code", sorted(file_kinds()), 4)
def test_two_processes_at_once_leave_what_one_after_the_other_does(lasting_database: None, code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake.at_once_driver", code, str(ATTEMPTS)],
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
    wanted = {"one_file": "Conflict file_moved, done", "two_files": "done, done", "one_tried": "done, seen"}
    assert result == {name: [[wanted[name], True, ATTEMPTS]] for name in result}, done.stderr[-3000:]
