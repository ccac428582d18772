"""A file whose content stays with its command: its line of the ledger says where its writing stopped."""

from __future__ import annotations

import io

import pytest

from pacte.accounts.row_context import acting_as
from pacte.intake.background import WRITE_TASK
from pacte.intake.models import ReceivedContent, ReceivedFile
from pacte.intake.queries import files_without_writer
from pacte.intake.records import FileState
from pacte.intake.services import receive_file, receive_stream, start_writing, write_received_file
from pacte.kernel.errors import Conflict
from tests.cast import MACHINE
from tests.intake.kind_trials import TRIALS, KindTrial

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial() -> KindTrial:
    return TRIALS["lheo"]()


def received(trial: KindTrial, data: bytes | None = None, **options: str) -> ReceivedFile:
    with acting_as(trial.actor) as actor:
        return receive_stream(
            actor=actor, kind=trial.kind, sender=trial.sender, file_name="catalogue.xml",
            stream=io.BytesIO(data or trial.good), options=options,
        )  # fmt: skip


def stopped(trial: KindTrial) -> ReceivedFile:
    """A file of which one row is written."""
    with acting_as(trial.actor) as actor:
        start_writing(actor=actor, file=received(trial), agreements={}, is_here=False)
    with acting_as(MACHINE):
        ReceivedFile.objects.update(position=1)
        return ReceivedFile.objects.get()


def test_its_content_is_not_kept_here(trial: KindTrial) -> None:
    received(trial)
    with acting_as(MACHINE):
        assert not ReceivedContent.objects.exists()


def test_a_writing_that_stopped_goes_on_where_it_was(trial: KindTrial) -> None:
    file = stopped(trial)
    again = received(trial)
    assert (again.pk, again.state, again.position) == (file.pk, FileState.WRITING, 1)
    done = write_received_file(actor=trial.actor, file=again, stream=io.BytesIO(trial.good))
    assert (done.state, done.position, done.counts["added"]) == (FileState.DONE, 2, 1)


def test_with_other_answers_it_begins_again(trial: KindTrial) -> None:
    stopped(trial)
    again = received(trial, is_full="on")
    assert (again.state, again.position) == (FileState.RECEIVED, 0)


def test_after_another_file_was_written_it_begins_again(trial: KindTrial) -> None:
    stopped(trial)
    other = received(trial, trial.refused)
    with acting_as(trial.actor) as actor:
        other = start_writing(actor=actor, file=other, agreements={}, is_here=False)
    write_received_file(actor=trial.actor, file=other, stream=io.BytesIO(trial.refused))
    again = received(trial)
    assert (again.state, again.position) == (FileState.RECEIVED, 0)


def test_no_job_takes_it_up(trial: KindTrial) -> None:
    stopped(trial)
    with acting_as(MACHINE) as machine:
        assert files_without_writer(actor=machine, task_name=WRITE_TASK) == []


def test_what_the_site_writes_is_not_taken_by_a_command(trial: KindTrial) -> None:
    with acting_as(trial.actor) as actor:
        file = receive_file(
            actor=actor, kind=trial.kind, sender=trial.sender, file_name="catalogue.xml", data=trial.good, options={}
        )
        start_writing(actor=actor, file=file, agreements={})
    with pytest.raises(Conflict):
        received(trial)
