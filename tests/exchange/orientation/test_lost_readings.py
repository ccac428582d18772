"""A long file of acts is read to its end, even if the worker that reads it dies."""

from __future__ import annotations

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from pacte.accounts.row_context import acting_as
from pacte.exchange.orientation.tasks import READ_TASK, requeue_lost_readings
from tests.cast import MACHINE

pytestmark = pytest.mark.django_db
ARGUMENTS = {"person_id": 1, "token": "abc", "headings": {"Décision": "act"}}


def run_by_a_worker(*, silent_for: str) -> None:
    app.configure_task(READ_TASK, allow_unknown=False).defer(**ARGUMENTS)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval) returning id",
            [silent_for],
        )
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", cursor.fetchone())


@pytest.mark.parametrize("is_pruned", [False, True])
def test_a_reading_whose_worker_died_is_queued_again_as_it_was(is_pruned: bool) -> None:
    run_by_a_worker(silent_for="5 minutes")
    with acting_as(MACHINE), connection.cursor() as cursor:
        if is_pruned:
            cursor.execute("delete from procrastinate_workers")
        assert requeue_lost_readings() == 1
    job = ProcrastinateJob.objects.get()
    assert (job.status, job.queue_name, job.args) == ("todo", "partners", ARGUMENTS)


def test_a_reading_that_a_living_worker_runs_is_left_to_it() -> None:
    run_by_a_worker(silent_for="2 seconds")
    with acting_as(MACHINE):
        assert requeue_lost_readings() == 0
    assert ProcrastinateJob.objects.get().status == "doing"
