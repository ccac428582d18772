"""Progress of a file of acts: reading position, outcome of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.interop.models import ActFile, ActFileLine, SavedColumns
from pacte.interop.permissions import LiaisonScope, may
from pacte.interop.records import FileState, LineLevel
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError

# Beyond this, issues are counted but not listed: a file with an error in each row has wrong columns.
LISTED = 2000


@dataclass(frozen=True, slots=True)
class FileGiven:
    """A received file. ``body``: the network whose acts it contains; None: no network's, read by the system actor."""

    host: Organisation
    body: Organisation | None
    source: str
    file_name: str
    digest: str
    format: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineSaid:
    """An issue on a file row. No personal value in ``text``."""

    row: int
    level: LineLevel
    code: str
    text: str
    column: str = ""


def receive_file(*, actor: Actor, given: FileGiven) -> ActFile:
    """Return the record of this file, created when new; a file received before is returned unchanged.

    Raises ``PermissionDenied``.
    """
    right = "liaison.import_acts" if given.body else "liaison.import_bodies"
    if not may(actor, right, LiaisonScope(given.host.pk, given.body.pk if given.body else None)):
        raise PermissionDenied("liaison_import", "Déposer ce fichier revient au réseau dont il dit les actes.")
    known = _known(given)
    if known:
        return known
    with audit_event(
        actor=actor, name="liaison.receive_file", subject_kind="act_file", subject_label=given.file_name,
        organisation_id=given.body.pk if given.body else given.host.pk,
    ) as entry:  # fmt: skip
        try:
            with transaction.atomic():
                received = ActFile.objects.create(
                    organisation=given.host, body=given.body, source=given.source, file_name=given.file_name[:255],
                    digest=given.digest, format=given.format, columns=dict(given.columns), state=FileState.RUNNING,
                    person_name=actor.name[:200], received_at=now(),
                )  # fmt: skip
        except IntegrityError as error:
            raise Conflict(
                "file_of_another", "Ce même fichier vient d’être déposé.", hint="Attendez un instant, puis recommencez."
            ) from error
        entry.set_subject("act_file", received.pk, given.file_name)
    return received


def lock_file(*, actor: Actor, file_id: int, after: int) -> ActFile:
    """Lock until the end of the transaction.

    Raises ``NotFound``, or ``Conflict`` when another process wrote past ``after``.
    """
    locked = ActFile.objects.select_for_update(of=("self",)).select_related("organisation", "body")
    received = locked.filter(pk=file_id).first()
    if received is None:
        raise NotFound
    if received.position != after:
        raise Conflict("file_moved", "Ce fichier est déjà en cours de lecture.", hint="Attendez la fin.")
    return received


def note_batch(*, actor: Actor, received: ActFile, upto: int, counts: Counter[str], lines: Sequence[LineSaid]) -> None:
    """Update the position, in the same transaction as the rows it counts. ``act_file`` must be locked."""
    total = Counter(received.counts) + counts
    room = max(LISTED - total["listed"], 0)
    ActFileLine.objects.bulk_create(
        ActFileLine(
            organisation_id=received.organisation_id, file=received, row=line.row, column=line.column[:80],
            level=line.level, code=line.code, text=line.text[:500],
        )
        for line in lines[:room]
    )  # fmt: skip
    total["listed"] += min(len(lines), room)
    received.position, received.counts = upto, dict(total)
    received.save(update_fields=["position", "counts"])


def end_file(*, actor: Actor, file_id: int) -> ActFile:
    """Mark the file as fully read."""
    with audit_event(actor=actor, name="liaison.end_file", subject_kind="act_file", subject_id=file_id) as entry:
        received = ActFile.objects.select_for_update(of=("self",)).get(pk=file_id)
        entry.subject_label, entry.organisation_id = received.file_name, received.body_id or received.organisation_id
        received.state, received.ended_at = FileState.DONE, now()
        received.save(update_fields=["state", "ended_at"])
        entry.detail = {name: count for name, count in received.counts.items() if count}
    return received


def take_again(*, actor: Actor, received: ActFile) -> ActFile:
    """Read a completed file again from its beginning: rows to settle may be resolvable now."""
    with audit_event(
        actor=actor, name="liaison.take_file_again", subject_kind="act_file", subject_id=received.pk,
        subject_label=received.file_name, organisation_id=received.body_id or received.organisation_id,
    ):  # fmt: skip
        received.lines.all().delete()
        received.state, received.position, received.counts, received.ended_at = FileState.RUNNING, 0, {}, None
        received.save(update_fields=["state", "position", "counts", "ended_at"])
    return received


def save_columns(
    *, actor: Actor, host: Organisation, body: Organisation, name: str, columns: Mapping[str, str],
    codes: Mapping[str, str],
) -> SavedColumns:  # fmt: skip
    """Save the column mapping of a network under a name.

    Raises ``PermissionDenied``, or ``ValidationError`` without a name.
    """
    if not may(actor, "liaison.import_acts", LiaisonScope(host.pk, body.pk)):
        raise PermissionDenied("liaison_columns", "Les colonnes d’un réseau sont à lui.")
    if not name.strip():
        raise ValidationError(
            "liaison_columns_name", "Le nom manque.", hint="Donnez un nom à cette lecture des colonnes."
        )
    with audit_event(actor=actor, name="liaison.save_columns", organisation_id=body.pk) as entry:
        saved, _ = SavedColumns.objects.update_or_create(
            body=body, name=name.strip()[:80],
            defaults={
                "organisation": host, "columns": dict(columns), "codes": dict(codes), "saved_at": now(),
                "person_name": actor.name[:200],
            },
        )  # fmt: skip
        entry.set_subject("saved_columns", saved.pk, saved.name)
    return saved


def _known(given: FileGiven) -> ActFile | None:
    return ActFile.objects.filter(
        organisation=given.host, body=given.body, source=given.source, digest=given.digest
    ).first()
