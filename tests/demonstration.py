"""A demonstration loaded once a run, for all tests that start from it: a copy takes a second, a load half a minute."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from pacte.cli.demo_day import DEFAULT_DAY
from pacte.infra.instance import PROJECT_ROOT

_RUN = "PACTE_TEST_RUN"
# Workers, and the processes that they start, inherit the name of the run from the process that began it.
_BEGINS_HERE = _RUN not in os.environ
os.environ.setdefault(_RUN, f"pacte-test-run-{os.getpid()}-{os.urandom(4).hex()}")
_OUTPUT = "output"
# Two plans are in the demonstration then, and the later one runs.
DAY_OF_TWO_PLANS = date(2024, 3, 15)


def bare_environment(home: Path) -> dict[str, str]:
    """As in the terminal of somebody who has just installed the program."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DATABASE_", "PACTE_", "DJANGO_", "PYTEST_"))
    }
    return bare | {"PACTE_HOME": str(home), "PYTHONPATH": str(PROJECT_ROOT / "src")}


def copied_demonstration(home: Path, day: date = DEFAULT_DAY) -> str:
    """Copies a demonstration that is loaded and stopped into ``home``; returns what its command printed.

    The first worker that asks for a day loads it, the other waits.
    """
    made = _folder(day)
    # With their owners: the server of the database may run as another user.
    subprocess.run(["cp", "-a", f"{made}/home/.", str(home)], check=True)
    return (made / _OUTPUT).read_text(encoding="utf-8")


def remove_demonstration() -> None:
    """At the end of the run, by the process that began it."""
    if _BEGINS_HERE:
        shutil.rmtree(_place(), ignore_errors=True)


def _place() -> Path:
    return Path(tempfile.gettempdir()) / os.environ[_RUN]


def _folder(day: date) -> Path:
    made = _place() / day.isoformat()
    for folder in (_place(), made):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
    with (made / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / _OUTPUT).exists():
            _load(made, day)
    return made


def _load(made: Path, day: date) -> None:
    """Begins again what a load that failed left."""
    home = made / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    home.chmod(0o755)  # Whatever the mask of the run: the server of the database may run as another user.
    command = [sys.executable, "-m", "pacte", "demo", "--small", "--no-serve", "--day", day.isoformat()]
    done = subprocess.run(
        command,
        env=bare_environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    (made / _OUTPUT).write_text(done.stdout, encoding="utf-8")
