"""Reads of received files: those that the actor sent or may read, their content, their refused rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from pacte.accounts.queries.assignable_people import assignable_people
from pacte.infra.erasure_hooks import PersonTraces
from pacte.infra.folded_text import folded
from pacte.infra.stalled_jobs import without_live_job
from pacte.intake.catalog import file_kind, file_kinds
from pacte.intake.file_kind import FileKind
from pacte.intake.models import AppliedChange, FileOwner, ReceivedContent, ReceivedFile, RefusedRow, SavedMapping
from pacte.intake.permissions import may_follow_expected_files
from pacte.intake.records import ExpectedSource, FileContext, FileMapping, FileSender, FileState, Timeliness
from pacte.intake.rules import days_late, mapping_scope, next_due_day, timeliness
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound, ensure_found
from pacte.kernel.french import fold_text
from pacte.notifications.services.system_access import as_system

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation, Person

_BOTH_NAMES = 2


@dataclass(frozen=True, slots=True)
class ExpectedFile:
    """The next file of a source, and who owes it. ``due_on``: None when no file of that source ever came."""

    kind: FileKind
    source: ExpectedSource
    due_on: date | None
    timeliness: Timeliness
    days_late: int
    owner: FileOwner | None


def received_files(*, actor: Actor, kinds: Iterable[FileKind] | None = None) -> QuerySet[ReceivedFile]:
    """Files of these kinds that the actor may read, latest first, with their number of refused rows that wait."""
    readable = Q(pk__in=())
    for kind in file_kinds().values() if kinds is None else kinds:
        readable |= _readable(actor, kind)
    waiting = Count("refused_rows", filter=Q(refused_rows__settled_at=None))
    files = ReceivedFile.objects.filter(readable).select_related("organisation", "host", "person")
    return files.annotate(waiting_count=waiting).order_by("-received_at", "-pk")


def region_files(*, actor: Actor, kind: FileKind) -> QuerySet[ReceivedFile]:
    """Files of that kind in the Regions of which the actor reads them all, latest first."""
    files = ReceivedFile.objects.filter(kind=kind.code, host_id__in=kind.reader_hosts(actor))
    return files.order_by("-received_at", "-pk")


def received_file_by_id(*, actor: Actor, kind: FileKind, identifier: int) -> ReceivedFile:
    """Raises ``NotFound`` when the actor may not read it."""
    file = received_files(actor=actor, kinds=[kind]).filter(pk=identifier).first()
    if file is None:
        raise NotFound
    return file


def may_act_on(*, actor: Actor, file: ReceivedFile) -> bool:
    """True when the actor sends files of that kind for its organisation."""
    return actor.is_system or (file.organisation_id, file.host_id) in _sender_ids(actor, file_kind(file.kind))


def content_of(*, actor: Actor, file: ReceivedFile) -> bytes | None:
    """Bytes of the file; None once it is written, given up or too old."""
    del actor
    content = ReceivedContent.objects.filter(file=file, expires_at__gt=now()).first()
    return bytes(content.data) if content else None


def content_expiry(*, actor: Actor, file: ReceivedFile) -> datetime | None:
    """When the content of a file that waits is deleted."""
    del actor
    return ReceivedContent.objects.filter(file=file).values_list("expires_at", flat=True).first()


def file_for_writing(*, actor: Actor, file_id: int) -> ReceivedFile | None:
    """A file that is being written, for the jobs."""
    del actor
    files = ReceivedFile.objects.select_related("organisation", "host")
    return files.filter(pk=file_id, state=FileState.WRITING).first()


def files_without_writer(*, actor: Actor, task_name: str) -> list[int]:
    """Files that are being written, whose content waits here, and that no live job writes any more."""
    del actor
    writing = ReceivedFile.objects.filter(state=FileState.WRITING, person__isnull=False, content__isnull=False)
    return list(without_live_job(writing, task_name=task_name, argument="file_id").values_list("pk", flat=True))


def refused_rows(*, actor: Actor, file: ReceivedFile) -> QuerySet[RefusedRow]:
    """Rows that wait to come back, in the order of the file."""
    del actor
    return RefusedRow.objects.filter(file=file, settled_at=None).order_by("position")


def refused_row_by_id(*, actor: Actor, kind: FileKind, identifier: int) -> RefusedRow:
    """Raises ``NotFound`` when the actor may not read its file."""
    rows = RefusedRow.objects.select_related("file__organisation", "file__host")
    row: RefusedRow = ensure_found(rows.filter(pk=identifier, file__kind=kind.code).first())
    received_file_by_id(actor=actor, kind=kind, identifier=row.file_id)
    return row


def waiting_rows(*, actor: Actor, kind: FileKind) -> QuerySet[RefusedRow]:
    """Rows of all the files of that kind that the actor may read and that wait to come back, file by file."""
    files = received_files(actor=actor, kinds=[kind]).order_by().values("pk")
    rows = RefusedRow.objects.filter(file__in=files, settled_at=None).select_related("file")
    return rows.order_by("-file_id", "position")


def waiting_defects(*, actor: Actor, file_id: int, limit: int = 5_000) -> list[tuple[int, list[dict[str, object]]]]:
    """Ids and defects of the rows of a file that wait to come back, in its order."""
    del actor
    rows = RefusedRow.objects.filter(file_id=file_id, settled_at=None).order_by("position")
    return list(rows.values_list("pk", "defects")[:limit])


def refused_texts(*, actor: Actor, row_ids: Collection[int]) -> dict[int, str]:
    """Texts of these rows, by id, in the order of the file."""
    del actor
    return dict(RefusedRow.objects.filter(pk__in=row_ids).order_by("position").values_list("pk", "text"))


def stopped_file_ids(*, actor: Actor, file: ReceivedFile) -> list[int]:
    """Other files of that kind, in that Region, of which a part is written and the end is not."""
    del actor
    begun = ReceivedFile.objects.filter(kind=file.kind, host_id=file.host_id, position__gt=0)
    return list(begun.exclude(pk=file.pk).exclude(state=FileState.DONE).values_list("pk", flat=True))


def refused_rows_about(*, actor: Actor, traces: PersonTraces) -> list[int]:
    """Refused rows that hold both names of a person, or one of their numbers, keys and addresses."""
    identifiers = {fold_text(each) for each in traces.identifiers if each.strip()}
    names = {fold_text(traces.first_name), fold_text(traces.last_name)} - {""}
    likely = Q(pk__in=())
    for text in identifiers | names:
        likely |= Q(plain_cells__contains=text)
    with as_system(actor):
        personal = RefusedRow.objects.filter(is_personal=True)
        rows = personal.annotate(plain_cells=folded(Cast("cells", TextField()))).filter(likely)
        texts = [(pk, {fold_text(str(cell)) for cell in cells}) for pk, cells in rows.values_list("pk", "cells")]
    return [pk for pk, cells in texts if identifiers & cells or (len(names) == _BOTH_NAMES and names <= cells)]


def undoable_changes(*, actor: Actor, file: ReceivedFile) -> QuerySet[AppliedChange]:
    """Changes of the file that can be taken back, last first."""
    del actor
    return AppliedChange.objects.filter(file=file, undone_at=None).order_by("-position")


def saved_mapping(*, actor: Actor, kind: FileKind, sender: FileSender, scope: str) -> FileMapping:
    """How the last file of that sender and tool was read; empty when none was."""
    del actor
    saved = SavedMapping.objects.filter(
        organisation=sender.organisation, host=sender.host, kind=kind.code, scope=scope
    ).first()
    return FileMapping.from_plain(saved.mapping) if saved else FileMapping()


def context_of(*, actor: Actor, file: ReceivedFile, synthetic: bool = False) -> FileContext:
    """Who sends the file and how it is read: by the choices made for it, else as the last one of its sender."""
    kind, sender = file_kind(file.kind), FileSender(file.organisation, file.host)
    saved = saved_mapping(actor=actor, kind=kind, sender=sender, scope=mapping_scope(kind, file.options))
    chosen = FileMapping.from_plain(file.mapping)
    mapping = FileMapping(
        chosen.headings or saved.headings, {**saved.words, **chosen.words}, chosen.columns or saved.columns
    )
    return FileContext(
        actor, sender, file.file_name, file.options, mapping, file.pk, synthetic, file.agreements, file.result
    )


def expected_files(*, actor: Actor, host: Organisation, on: date) -> list[ExpectedFile]:
    """What that Region awaits, late files first, then by due day. Raises ``NotFound`` for who does not follow it."""
    if not may_follow_expected_files(actor, host.pk):
        raise NotFound
    owners = {
        (each.kind, each.source): each for each in FileOwner.objects.filter(organisation=host).select_related("owner")
    }
    files = [
        _expected_file(kind, source, owners.get((kind.code, source.code)), on)
        for kind in file_kinds().values()
        for source in kind.expected_sources(actor, host)
    ]
    return sorted(files, key=lambda each: (each.due_on is None, each.due_on or on, each.source.label))


def late_files(*, actor: Actor, host: Organisation, on: date) -> list[ExpectedFile]:
    """Those that are late, the latest first. Raises ``NotFound``."""
    return [each for each in expected_files(actor=actor, host=host, on=on) if each.timeliness is Timeliness.LATE]


def possible_file_owners(*, actor: Actor, host: Organisation, on: date) -> list[Person]:
    """People of the pact of that Region who may owe an expected file, sorted by name."""
    return assignable_people(actor=actor, host_id=host.pk, on=on) if may_follow_expected_files(actor, host.pk) else []


def _expected_file(kind: FileKind, source: ExpectedSource, owner: FileOwner | None, on: date) -> ExpectedFile:
    due_on = next_due_day(source)
    return ExpectedFile(kind, source, due_on, timeliness(due_on, on=on), days_late(due_on, on=on), owner)


def _readable(actor: Actor, kind: FileKind) -> Q:
    if actor.is_system:
        return Q(kind=kind.code)
    mine = Q(pk__in=())
    for organisation_id, host_id in _sender_ids(actor, kind):
        mine |= Q(organisation_id=organisation_id, host_id=host_id)
    return Q(kind=kind.code) & (mine | Q(host_id__in=kind.reader_hosts(actor)))


def _sender_ids(actor: Actor, kind: FileKind) -> set[tuple[int, int]]:
    return {(each.organisation.pk, each.host.pk) for each in kind.senders(actor)}
