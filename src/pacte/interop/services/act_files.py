"""Progress of a file of acts: reading position, outcome of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.interop.models import ActFile, ActFileIssue, SavedColumnMapping
from pacte.interop.permissions import InteropScope, may
from pacte.interop.records import ActFileState, RowIssueLevel
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError

# Beyond this, issues are counted but not listed: a file with an error in each row has wrong columns.
MAX_LISTED_ISSUES = 2000


@dataclass(frozen=True, slots=True)
class ActFileInput:
    """A received file. ``body``: the network whose acts it contains; None: no network's, read by the system actor."""

    host: Organisation
    body: Organisation | None
    source: str
    file_name: str
    digest: str
    format: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileRowIssue:
    """An issue on a file row. No personal value in ``text``."""

    row: int
    level: RowIssueLevel
    code: str
    text: str
    column: str = ""


def register_act_file(*, actor: Actor, file_input: ActFileInput) -> ActFile:
    """Return the record of this file, created when new; a file received before is returned unchanged.

    Raises ``PermissionDenied``.
    """
    right = "liaison.import_acts" if file_input.body else "liaison.import_bodies"
    if not may(actor, right, InteropScope(file_input.host.pk, file_input.body.pk if file_input.body else None)):
        raise PermissionDenied("interop_import", "Déposer ce fichier revient au réseau dont il dit les actes.")
    existing = _existing_file(file_input)
    if existing:
        return existing
    with audit_event(
        actor=actor, name="liaison.receive_file", subject_kind="act_file", subject_label=file_input.file_name,
        organisation_id=file_input.body.pk if file_input.body else file_input.host.pk,
    ) as entry:  # fmt: skip
        try:
            with transaction.atomic():
                act_file = ActFile.objects.create(
                    organisation=file_input.host,
                    body=file_input.body,
                    source=file_input.source,
                    file_name=file_input.file_name[:255],
                    digest=file_input.digest,
                    format=file_input.format,
                    columns=dict(file_input.columns),
                    state=ActFileState.RUNNING,
                    person_name=actor.name[:200],
                    received_at=now(),
                )
        except IntegrityError as error:
            raise Conflict(
                "file_of_another", "Ce même fichier vient d’être déposé.", hint="Attendez un instant, puis recommencez."
            ) from error
        entry.set_subject("act_file", act_file.pk, file_input.file_name)
    return act_file


def lock_act_file(*, actor: Actor, file_id: int, after: int) -> ActFile:
    """Lock until the end of the transaction.

    Raises ``NotFound``, or ``Conflict`` when another process wrote past ``after``.
    """
    queryset = ActFile.objects.select_for_update(of=("self",)).select_related("organisation", "body")
    act_file = queryset.filter(pk=file_id).first()
    if act_file is None:
        raise NotFound
    if act_file.position != after:
        raise Conflict("file_moved", "Ce fichier est déjà en cours de lecture.", hint="Attendez la fin.")
    return act_file


def record_batch(
    *, actor: Actor, act_file: ActFile, upto: int, counts: Counter[str], issues: Sequence[FileRowIssue]
) -> None:
    """Update the position, in the same transaction as the rows it counts. ``act_file`` must be locked."""
    total = Counter(act_file.counts) + counts
    room = max(MAX_LISTED_ISSUES - total["listed"], 0)
    ActFileIssue.objects.bulk_create(
        ActFileIssue(
            organisation_id=act_file.organisation_id, file=act_file, row=issue.row, column=issue.column[:80],
            level=issue.level, code=issue.code, text=issue.text[:500],
        )
        for issue in issues[:room]
    )  # fmt: skip
    total["listed"] += min(len(issues), room)
    act_file.position, act_file.counts = upto, dict(total)
    act_file.save(update_fields=["position", "counts"])


def complete_act_file(*, actor: Actor, file_id: int) -> ActFile:
    """Mark the file as fully read."""
    with audit_event(actor=actor, name="liaison.end_file", subject_kind="act_file", subject_id=file_id) as entry:
        act_file = ActFile.objects.select_for_update(of=("self",)).get(pk=file_id)
        entry.subject_label, entry.organisation_id = act_file.file_name, act_file.body_id or act_file.organisation_id
        act_file.state, act_file.ended_at = ActFileState.DONE, now()
        act_file.save(update_fields=["state", "ended_at"])
        entry.detail = {name: count for name, count in act_file.counts.items() if count}
    return act_file


def restart_act_file(*, actor: Actor, act_file: ActFile) -> ActFile:
    """Read a completed file again from its beginning: rows to settle may be resolvable now."""
    with audit_event(
        actor=actor, name="liaison.take_file_again", subject_kind="act_file", subject_id=act_file.pk,
        subject_label=act_file.file_name, organisation_id=act_file.body_id or act_file.organisation_id,
    ):  # fmt: skip
        act_file.lines.all().delete()
        act_file.state, act_file.position, act_file.counts, act_file.ended_at = ActFileState.RUNNING, 0, {}, None
        act_file.save(update_fields=["state", "position", "counts", "ended_at"])
    return act_file


def save_act_columns(
    *, actor: Actor, host: Organisation, body: Organisation, name: str, columns: Mapping[str, str],
    codes: Mapping[str, str],
) -> SavedColumnMapping:  # fmt: skip
    """Save the column mapping of a network under a name.

    Raises ``PermissionDenied``, or ``ValidationError`` without a name.
    """
    if not may(actor, "liaison.import_acts", InteropScope(host.pk, body.pk)):
        raise PermissionDenied("interop_columns", "Les colonnes d’un réseau sont à lui.")
    if not name.strip():
        raise ValidationError(
            "interop_columns_name", "Le nom manque.", hint="Donnez un nom à cette lecture des colonnes."
        )
    with audit_event(actor=actor, name="liaison.save_columns", organisation_id=body.pk) as entry:
        saved, _ = SavedColumnMapping.objects.update_or_create(
            body=body, name=name.strip()[:80],
            defaults={
                "organisation": host, "columns": dict(columns), "codes": dict(codes), "saved_at": now(),
                "person_name": actor.name[:200],
            },
        )  # fmt: skip
        entry.set_subject("saved_columns", saved.pk, saved.name)
    return saved


def _existing_file(file_input: ActFileInput) -> ActFile | None:
    return ActFile.objects.filter(
        organisation=file_input.host, body=file_input.body, source=file_input.source, digest=file_input.digest
    ).first()
