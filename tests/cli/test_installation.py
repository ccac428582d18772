"""A database server that does not answer gives one sentence and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pacte.infra.instance import PROJECT_ROOT

NOBODY_THERE = "postgresql://pacte:secret@127.0.0.1:1/pacte"


def test_a_server_that_does_not_answer_is_said_in_french_without_its_password(tmp_path: Path) -> None:
    environment = os.environ | {
        "PACTE_HOME": str(tmp_path),
        "PACTE_INSTANCE": "demo",
        "PYTHONPATH": str(PROJECT_ROOT / "src"),
        "DATABASE_URL": NOBODY_THERE,
        "DATABASE_JOBS_URL": NOBODY_THERE,
        "DATABASE_OWNER_URL": NOBODY_THERE,
    }
    command = [sys.executable, "-m", "pacte", "plan", "export", str(tmp_path / "plan.csv")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith("pacte : La base de données ne répond pas")
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
