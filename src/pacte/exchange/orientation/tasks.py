"""Background processing of a long file of acts, on behalf of its sender: one block of rows per job until the end.

The position is stored in the database, not in the queue. Other jobs run between two blocks; a job lost with its worker
is queued again within a minute; sending the same file again resumes too.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from procrastinate.contrib.django import app

from pacte.accounts.queries import actor_by_id, organisation_by_id
from pacte.accounts.row_context import acting_as
from pacte.exchange.orientation.file_application import apply_orientation_file
from pacte.exchange.orientation.reading import ActFileColumns
from pacte.infra.stalled_jobs import delete_dead_jobs
from pacte.infra.temporary_uploads import TemporaryUploadStore
from pacte.kernel.actor import system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import PacteError
from pacte.kernel.french import format_number
from pacte.notifications.services import notify

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.exchange.orientation.file_application import FileApplicationResult
    from pacte.kernel.actor import Actor

MACHINE = "fichiers d’actes"
# About ten seconds: an email does not wait longer behind a file.
ROWS_PER_JOB = 2_000
READ_TASK = "orientation.read_on"


def requeue_lost_readings() -> int:
    """Queues again the readings whose worker died. Returns how many. Must run as the system."""
    lost = delete_dead_jobs(READ_TASK)
    for _, arguments in lost:
        _queue_next_rows(**arguments)
    return len(lost)


def queue_file_reading(
    *, actor: Actor, host: Organisation, body: Organisation, owner: str, token: str, file_name: str, source: str,
    columns: ActFileColumns, synthetic: bool = False,
) -> int:  # fmt: skip
    """Records an uploaded file and queues its processing. Returns the identifier of the file.

    Raises ``UnreadableFile``, ``PermissionDenied``, or ``Conflict``.
    """
    upload = _upload_store().get(owner=owner, token=token)
    data = upload.data if upload else b""
    done = apply_orientation_file(
        actor=actor, host=host, body=body, stream=io.BytesIO(data), file_name=file_name, source=source,
        columns=columns, synthetic=synthetic, max_rows=0,
    )  # fmt: skip
    _queue_next_rows(
        person_id=actor.person_id, host_id=host.pk, body_id=body.pk, owner=owner, token=token, file_name=file_name,
        source=source, headings=dict(columns.headings), codes=dict(columns.codes), synthetic=synthetic,
    )  # fmt: skip
    return done.file_id


def continue_file_reading(
    *, person_id: int, host_id: int, body_id: int, owner: str, token: str, file_name: str, source: str,
    headings: dict[str, str], codes: dict[str, str], synthetic: bool,
) -> FileApplicationResult | None:  # fmt: skip
    """Processes the next rows with the person's current rights; returns None when the upload no longer exists."""
    upload = _upload_store().get(owner=owner, token=token)
    host, body = organisation_by_id(host_id), organisation_by_id(body_id)
    with acting_as(system_actor(MACHINE)) as machine:
        actor = actor_by_id(actor=machine, person_id=person_id, on=today())
    if upload is None or host is None or body is None:
        return None
    try:
        done = apply_orientation_file(
            actor=actor, host=host, body=body, stream=io.BytesIO(upload.data), file_name=file_name, source=source,
            columns=ActFileColumns(headings, codes), synthetic=synthetic, max_rows=ROWS_PER_JOB,
        )  # fmt: skip
    except PacteError as error:
        # A right was lost meanwhile, or the same file is processed elsewhere: the sender is notified.
        _notify_sender(person_id, host_id, "Votre fichier d’actes n’est pas lu jusqu’au bout", str(error), 0)
        return None
    if not done.is_complete:
        with acting_as(system_actor(MACHINE)):
            _queue_next_rows(
                person_id=person_id, host_id=host_id, body_id=body_id, owner=owner, token=token, file_name=file_name,
                source=source, headings=headings, codes=codes, synthetic=synthetic,
            )  # fmt: skip
        return done
    _upload_store().delete(owner=owner, token=token)
    wrong = done.counts["error"] + done.counts["to_settle"]
    message = f"{file_name} : {format_number(done.counts['rows'])} lignes lues, {format_number(wrong)} de côté."
    _notify_sender(person_id, host_id, "Votre fichier d’actes est lu", message, done.file_id)
    return done


def _queue_next_rows(**arguments: Any) -> None:
    app.configure_task(READ_TASK, allow_unknown=False).defer(**arguments)


def _notify_sender(person_id: int, host_id: int, subject: str, text: str, file_id: int) -> None:
    machine = system_actor(MACHINE)
    address = reverse("partners:file", args=[file_id]) if file_id else reverse("advisers:acts")
    with acting_as(machine):
        notify(
            actor=machine, host_id=host_id, person_ids=[person_id], kind="liaison.file_read", subject=subject,
            text=text, address=address,
        )  # fmt: skip


def _upload_store() -> TemporaryUploadStore:
    return TemporaryUploadStore(settings.SET_ASIDE_FOLDER)
