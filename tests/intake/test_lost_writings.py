"""A long file is written to its end, even if the worker that writes it dies."""

from __future__ import annotations

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from pacte.accounts.row_context import acting_as
from pacte.intake import background
from pacte.intake.background import continue_writing, queue_writing, requeue_lost_writings
from pacte.intake.models import ReceivedFile
from pacte.intake.records import FileSender
from pacte.intake.services import start_writing
from pacte.intake.services import writing as writing_service
from pacte.intake.services.writing import WritingLedger
from pacte.notifications.models import Notification
from tests.cast import MACHINE, Cast
from tests.intake.sending import receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(cast: Cast) -> ReceivedFile:
    """A file whose writing is queued."""
    actor = cast["adviser"].actor
    received = receive(
        "acts", b"a;b\n1;2\n", actor=actor, sender=FileSender(cast.network, cast.region), options={"tool": "imilo"}
    )
    with acting_as(actor):
        start_writing(actor=actor, file=received, agreements={})
    queue_writing(received.pk)
    return received


def run_by_a_worker(*, silent_for: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval) returning id",
            [silent_for],
        )
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", cursor.fetchone())


@pytest.mark.parametrize("is_pruned", [False, True])
def test_a_writing_whose_worker_died_is_queued_again(file: ReceivedFile, is_pruned: bool) -> None:
    run_by_a_worker(silent_for="5 minutes")
    with acting_as(MACHINE), connection.cursor() as cursor:
        if is_pruned:
            cursor.execute("delete from procrastinate_workers")
        assert requeue_lost_writings(actor=MACHINE) == 1
    job = ProcrastinateJob.objects.get(status="todo")
    assert (job.queue_name, job.args) == ("partners", {"file_id": file.pk})


def test_a_writing_that_a_living_worker_runs_is_left_to_it(file: ReceivedFile) -> None:
    run_by_a_worker(silent_for="2 seconds")
    with acting_as(MACHINE):
        assert requeue_lost_writings(actor=MACHINE) == 0
    assert ProcrastinateJob.objects.get().status == "doing"


def test_a_job_stops_after_its_seconds_counted_from_its_first_batch(
    file: ReceivedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To read again what the last job wrote is not to write. A command does not stop."""
    with acting_as(MACHINE):
        started = ReceivedFile.objects.get(pk=file.pk)
    job = WritingLedger(actor=MACHINE, file=started, max_rows=100)
    seen = []
    for upto, second in enumerate((1_000.0, 1_009.0, 1_010.0), start=1):
        monkeypatch.setattr(writing_service, "monotonic", lambda second=second: second)
        seen.append(job.is_spent)
        with job.batch(upto):
            pass
    assert (seen, job.is_spent) == ([False, False, True], True)
    command = WritingLedger(actor=MACHINE, file=job.file)
    with command.batch(4):
        pass
    assert not command.is_spent


def test_a_job_that_comes_while_another_process_writes_alarms_nobody(
    file: ReceivedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as(MACHINE):
        seen = ReceivedFile.objects.select_related("organisation", "host").get(pk=file.pk)
        ReceivedFile.objects.update(position=1)
    monkeypatch.setattr(background, "file_for_writing", lambda **_: seen)
    continue_writing(file.pk)
    with acting_as(MACHINE):
        assert not Notification.objects.exists()
        assert ReceivedFile.objects.values_list("state", "position", "note").get() == ("writing", 1, "")
