"""Writing of a long file in the background, on behalf of its sender: one block of rows per job until the end.

The position is stored in the database, not in the queue: a job lost with its worker is queued again within a minute.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from procrastinate.contrib.django import app

from pacte.accounts.queries import actor_by_id
from pacte.accounts.row_context import acting_as
from pacte.intake.catalog import file_kind
from pacte.intake.queries import file_for_writing, files_without_writer
from pacte.intake.records import FileState, Outcome
from pacte.intake.services import write_received_file
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PacteError
from pacte.kernel.french import pluralise
from pacte.notifications.services import notify

MACHINE = "fichiers reçus"
WRITE_TASK = "intake.write_on"
ROWS_PER_JOB = 2_000


def queue_writing(file_id: int) -> None:
    app.configure_task(WRITE_TASK, allow_unknown=False).defer(file_id=file_id)


def continue_writing(file_id: int) -> None:
    """Writes the next rows with the current rights of the sender, who is told at the end, or why it stopped."""
    with acting_as(system_actor(MACHINE)) as machine:
        file = file_for_writing(actor=machine, file_id=file_id)
        if file is None or file.person_id is None:
            return
        actor = actor_by_id(actor=machine, person_id=file.person_id, on=today())
    try:
        file = write_received_file(
            actor=actor, file=file, synthetic=settings.INSTANCE.name == "demo", max_rows=ROWS_PER_JOB
        )
    except Conflict:
        # Another process writes it, and says how it ends.
        return
    except PacteError as error:
        _notify_sender(file.host_id, file.person_id, file.kind, file.pk, _stopped_subject(file.file_name), str(error))
        return
    if file.state == FileState.WRITING:
        queue_writing(file_id)
        return
    refused = file.counts.get(Outcome.REFUSED, 0)
    text = f"{file.file_name} : {pluralise(refused, 'ligne refusée', 'lignes refusées')}."
    _notify_sender(file.host_id, file.person_id, file.kind, file.pk, "Votre fichier est écrit", text)


def requeue_lost_writings(*, actor: Actor) -> int:
    """Queues again the files whose worker died. Returns how many."""
    lost = files_without_writer(actor=actor, task_name=WRITE_TASK)
    for file_id in lost:
        queue_writing(file_id)
    return len(lost)


def _stopped_subject(file_name: str) -> str:
    return f"« {file_name[:100]} » n’est pas écrit jusqu’au bout"


def _notify_sender(host_id: int, person_id: int | None, kind: str, file_id: int, subject: str, text: str) -> None:
    if person_id is None:
        return
    with acting_as(system_actor(MACHINE)) as machine:
        notify(
            actor=machine, host_id=host_id, person_ids=[person_id], kind="intake.file_written", subject=subject,
            text=text, address=reverse("intake:file", args=[file_kind(kind).code, file_id]),
        )  # fmt: skip
