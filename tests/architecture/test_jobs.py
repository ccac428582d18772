"""The worker loads every job: a task in a module that it does not import would never run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2] / "src"
# Queued jobs of an installed database use these names: renaming a task loses its jobs.
TASKS = {
    "applications.purge", "cases.purge", "documents.check", "documents.scan",
    "figures.prepare", "guests.revive_letters", "guests.send_letter",
    "hires.ask", "intake.expire", "intake.remind_late", "intake.revive", "intake.write_on",
    "journeys.count", "journeys.hand_over", "journeys.purge", "journeys.remind", "journeys.remind_invited",
    "journeys.requeue_texts", "journeys.revive_letters", "journeys.send_letter", "journeys.send_text",
    "journeys.tell_changes", "logins.sweep", "notices.revive_mails", "notices.send_mail", "offer.keep_counts",
    "owners.remind", "partners.send", "rounds.remind", "seats.lapse", "sessions.tell_risks",
}  # fmt: skip
NOT_PERIODIC = {
    "guests.send_letter",
    "intake.write_on",
    "journeys.send_letter",
    "journeys.send_text",
    "notices.send_mail",
}
NEW_ROOM = """
from procrastinate.contrib.django import app
from pacte.infra.startup_jobs import StartupJob, StartupStep

@app.periodic(cron="* * * * *")
@app.task(name="new_room.work", queue="rounds")
def _work(timestamp: int) -> None: ...

STARTUP_JOBS = (StartupJob(StartupStep.CATCH_UP, lambda *, actor: 3, total="new"),)
"""
_ASK = """
import sys
import pacte
pacte.__path__.extend(sys.argv[1:])
import django
django.setup()
from procrastinate.contrib.django import app
from pacte.infra.startup_jobs import startup_jobs
app.perform_import_paths()
print(" ".join(app.tasks))
print(" ".join(each.task.name for each in app.periodic_registry.periodic_tasks.values()))
print(" ".join(each.total or "-" for each in startup_jobs()))
"""


def known_to_a_fresh_worker(*more_rooms: Path) -> tuple[set[str], set[str], list[str]]:
    """Names of the worker's tasks, names of its periodic tasks, and totals of its startup jobs in order."""
    command = [sys.executable, "-c", _ASK, *map(str, more_rooms)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    tasks, periodic, totals = answer.stdout.splitlines()[-3:]
    return {name for name in tasks.split() if "procrastinate" not in name}, set(periodic.split()), totals.split()


def test_a_fresh_worker_knows_every_task_by_the_name_that_queued_jobs_bear() -> None:
    tasks, periodic, totals = known_to_a_fresh_worker()
    assert tasks == TASKS
    assert periodic == TASKS - NOT_PERIODIC
    assert totals == [
        "-",
        *["reminded"] * 3,
        *["-"] * 4,
        *["reminded"] * 3,
        "-",
        "-",
        "-",
        "planned",
        *["revived"] * 4,
    ]


def test_a_new_file_of_jobs_is_found_without_editing_a_list(tmp_path: Path) -> None:
    room = tmp_path / "new_room"
    room.mkdir()
    (room / "__init__.py").touch()
    (room / "jobs.py").write_text(NEW_ROOM)
    tasks, periodic, totals = known_to_a_fresh_worker(tmp_path)
    assert tasks == TASKS | {"new_room.work"}
    assert "new_room.work" in periodic
    assert totals.index("new") < totals.index("planned"), "messages leave after every act"


def test_tasks_are_declared_nowhere_else() -> None:
    declaring = {path for path in ROOT.rglob("*.py") if re.search(r"@app\.(task|periodic)\(", path.read_text())}
    assert declaring == set((ROOT / "pacte").glob("*/jobs.py"))
