"""Write a received file, batch by batch: a crash loses nothing and doubles nothing, and the next run goes on."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import IO

from django.db import transaction

from pacte.accounts.row_context import acting_as, system_elevation
from pacte.audit.services import audit_event
from pacte.exchange.errors import UnreadableFile
from pacte.intake.catalog import file_kind
from pacte.intake.models import AppliedChange, ReceivedContent, ReceivedFile, RefusedRow, SavedMapping
from pacte.intake.queries import content_of, context_of, may_act_on, stopped_file_ids
from pacte.intake.records import FileMapping, FileState, Outcome, RefusedFileRow, RowResult
from pacte.intake.rules import mapping_scope
from pacte.intake.services.receiving import refuse_unless_waiting
from pacte.intake.writing_turns import take_writing_turn
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError

# Beyond this, refused rows are counted and not kept: a file that is wrong everywhere has wrong columns.
MAX_REFUSED_ROWS = 5_000
# An email does not wait longer behind a file, however long a row takes.
SECONDS_PER_JOB = 10
Progress = Callable[[int], None]


class LedgerBatch:
    """What one batch did, written with its position when the block ends."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.refused: list[RefusedFileRow] = []
        self.undoable: list[tuple[int, RowResult]] = []
        self.settled_marks: list[int] = []
        self.settled_keys: set[str] = set()
        self.note, self.result = "", dict[str, object]()

    def add(self, row: RefusedFileRow, result: RowResult) -> None:
        self.counts[result.outcome] += 1
        if result.outcome is Outcome.REFUSED:
            self.refused.append(row)
            return
        if row.mark is not None:
            self.settled_marks.append(row.mark)
        if result.undo and result.change:
            self.undoable.append((row.position, result))

    def add_counts(self, counts: Mapping[str, int]) -> None:
        self.counts.update(counts)

    def add_undoable(self, position: int, result: RowResult) -> None:
        self.undoable.append((position, result))

    def settle(self, keys: Iterable[str]) -> None:
        self.settled_keys.update(keys)

    def settle_marks(self, marks: Sequence[int]) -> None:
        self.settled_marks += marks

    def conclude(self, *, note: str, result: Mapping[str, object]) -> None:
        self.note, self.result = note[:500], dict(result)


class WritingLedger:
    """The line of the ledger of a file that is being written. ``max_rows``: a job stops after them, or its seconds."""

    def __init__(
        self, *, actor: Actor, file: ReceivedFile, max_rows: int | None = None, progress: Progress | None = None
    ) -> None:
        self.file, self.is_complete = file, False
        self._actor, self._progress = actor, progress
        self._last = None if max_rows is None else file.position + max_rows
        self._started_at: float | None = None

    @property
    def position(self) -> int:
        return self.file.position

    @property
    def counts(self) -> Mapping[str, int]:
        counts: Mapping[str, int] = self.file.counts
        return counts

    @property
    def stopped_file_ids(self) -> list[int]:
        return stopped_file_ids(actor=self._actor, file=self.file)

    @property
    def is_spent(self) -> bool:
        if self._last is None or self._started_at is None:
            return False
        return self.position >= self._last or monotonic() >= self._started_at + SECONDS_PER_JOB

    def start(self, *, headings: Sequence[str], row_count: int = 0) -> None:
        """What an earlier writing of the same file refused and said is forgotten: this one says its own."""
        if self.position:
            return
        with acting_as(self._actor):
            file = self._lock()
            RefusedRow.objects.filter(file=file).delete()
            AppliedChange.objects.filter(file=file).delete()
            file.headings, file.row_count = list(headings), row_count or file.row_count
            file.note, file.result = "", {}
            file.save(update_fields=["headings", "row_count", "note", "result"])
            self.file = file

    @contextmanager
    def batch(self, upto: int) -> Iterator[LedgerBatch]:
        batch = LedgerBatch()
        # From here: reading again what is written already is not writing.
        self._started_at = self._started_at or monotonic()
        with acting_as(self._actor):
            take_writing_turn(self.file.kind, self.file.host_id)
            file = self._lock()
            yield batch
            total = Counter(file.counts) + batch.counts
            room = max(MAX_REFUSED_ROWS - total["kept"], 0)
            _settle_keys(file, batch.settled_keys.union(row.key for row in batch.refused))
            refused = batch.refused[:room]
            total["kept"] += _keep_refused(file, refused)
            _keep_changes(file, batch.undoable)
            # A row that comes back and is refused again waits once, as it is now.
            _settle(file, [*batch.settled_marks, *(row.mark for row in refused if row.mark is not None)])
            file.position, file.counts = upto, dict(total)
            file.note, file.result = batch.note or file.note, batch.result or file.result
            file.save(update_fields=["position", "counts", "note", "result"])
        self.file = file
        if self._progress:
            self._progress(upto)

    def complete(self, *, note: str = "", result: Mapping[str, object] | None = None) -> None:
        with acting_as(self._actor), audit_event(
            actor=self._actor, name="intake.write_file", organisation_id=self.file.organisation_id,
            subject_kind="received_file", subject_id=self.file.pk, subject_label=self.file.file_name,
        ) as entry:  # fmt: skip
            file = self._lock()
            file.state, file.written_at = FileState.DONE, now()
            file.note, file.result = note[:500] or file.note, dict(result or file.result)
            file.save(update_fields=["state", "written_at", "note", "result"])
            ReceivedContent.objects.filter(file=file).delete()
            entry.detail.update({name: count for name, count in file.counts.items() if count and name != "kept"})
        self.file, self.is_complete = file, True

    def _lock(self) -> ReceivedFile:
        """Raises ``Conflict`` when another process writes the same file."""
        queryset = ReceivedFile.objects.select_for_update(of=("self",)).select_related("organisation", "host")
        file = queryset.filter(pk=self.file.pk).first()
        if file is None:
            raise NotFound
        if file.position != self.position or file.state != FileState.WRITING:
            raise _file_moved()
        return file


def start_writing(
    *, actor: Actor, file: ReceivedFile, agreements: Mapping[str, str], row_count: int = 0, is_here: bool = True
) -> ReceivedFile:
    """Move a checked file to its writing: whoever calls then writes it, at once or in a job.

    ``row_count``: rows of the file, for whoever watches. ``is_here``: False when whoever calls holds its content.

    Raises ``PermissionDenied``, ``Conflict``, or ``ValidationError`` when the content is no longer there.
    """
    with transaction.atomic():
        file = ReceivedFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
        refuse_unless_waiting(actor, file)
        if is_here and content_of(actor=actor, file=file) is None:
            raise ValidationError("file", "Ce fichier n’est plus gardé.", hint="Déposez-le de nouveau.")
        file.state, file.position, file.counts = FileState.WRITING, 0, {}
        file.agreements, file.row_count = dict(agreements), row_count
        file.save(update_fields=["state", "position", "counts", "agreements", "row_count"])
        ReceivedContent.objects.filter(file=file).update(expires_at=now() + file_kind(file.kind).refused_delay)
    return file


def write_received_file(
    *, actor: Actor, file: ReceivedFile, synthetic: bool = False, max_rows: int | None = None,
    progress: Progress | None = None, stream: IO[bytes] | None = None,
) -> ReceivedFile:  # fmt: skip
    """Write a file from its position, in transactions of its own, and keep how it was read for the next one.

    ``stream``: its content, when it does not wait here.

    Raises ``UnreadableFile``, ``ValidationError``, or ``PermissionDenied`` for whoever sends such files no more: the
    file then waits for its sender again. Raises ``Conflict`` while another process writes it.
    """
    ledger = WritingLedger(actor=actor, file=file, max_rows=max_rows, progress=progress)
    try:
        with acting_as(actor):
            _refuse_former_senders(actor, file)
            content = stream or _waiting_content(actor, file)
            context = context_of(actor=actor, file=file, synthetic=synthetic)
        content.seek(0)
        file_kind(file.kind).write(content, context, ledger)
    except (UnreadableFile, ValidationError, NotFound, PermissionDenied) as error:
        if not _stop(actor, ledger.file, str(error)):
            raise _file_moved() from error
        raise
    return ledger.file


def save_file_mapping(*, actor: Actor, file: ReceivedFile, mapping: FileMapping) -> None:
    """Keep how a file was read: the next one of that sender and tool is read so. Raises ``PermissionDenied``."""
    refuse_unless_waiting(actor, file)
    kind = file_kind(file.kind)
    with audit_event(
        actor=actor, name="intake.save_mapping", organisation_id=file.organisation_id, subject_kind="received_file",
        subject_id=file.pk, subject_label=file.file_name,
    ):  # fmt: skip
        SavedMapping.objects.update_or_create(
            organisation=file.organisation, host=file.host, kind=kind.code, scope=mapping_scope(kind, file.options),
            defaults={"mapping": mapping.plain(), "saved_at": now(), "person_name": actor.name[:200]},
        )  # fmt: skip


def _waiting_content(actor: Actor, file: ReceivedFile) -> IO[bytes]:
    data = content_of(actor=actor, file=file)
    if data is None:
        raise ValidationError("file", "Ce fichier n’est plus gardé.", hint="Déposez-le de nouveau.")
    return io.BytesIO(data)


def _refuse_former_senders(actor: Actor, file: ReceivedFile) -> None:
    """A job writes with the rights of the day: they may have been lost since the file was dropped."""
    if not may_act_on(actor=actor, file=file):
        raise PermissionDenied(
            "intake_right", "Votre fonction ne permet plus d’écrire ce fichier.", hint="Demandez-le à qui l’envoie."
        )


def _file_moved() -> Conflict:
    return Conflict("file_moved", "Ce fichier est déjà en cours d’écriture.", hint="Attendez la fin.")


def _stop(actor: Actor, file: ReceivedFile, reason: str) -> bool:
    """The file waits again, with the reason; what is written stays written. False when another process writes it.

    Whoever lost the right to write it no longer sees its line of the ledger, which must not wait for ever.
    """
    with acting_as(actor), system_elevation():
        unmoved = ReceivedFile.objects.filter(pk=file.pk, state=FileState.WRITING, position=file.position)
        return bool(unmoved.update(state=FileState.RECEIVED, note=reason[:500]))


def _keep_refused(file: ReceivedFile, rows: Sequence[RefusedFileRow]) -> int:
    kind = file_kind(file.kind)
    RefusedRow.objects.bulk_create(
        RefusedRow(
            file=file, organisation_id=file.organisation_id, host_id=file.host_id, is_personal=kind.is_personal,
            position=row.position, sheet=row.sheet[:100], row=row.row, cells=list(row.cells), text=row.text,
            key=row.key[:60], label=row.label[:255],
            defects=[each.plain() for each in row.defects], expires_at=now() + kind.refused_delay,
        )
        for row in rows
    )  # fmt: skip
    return len(rows)


def _keep_changes(file: ReceivedFile, changes: Sequence[tuple[int, RowResult]]) -> None:
    AppliedChange.objects.bulk_create(
        AppliedChange(
            file=file, organisation_id=file.organisation_id, host_id=file.host_id, position=position,
            is_personal=file_kind(file.kind).is_personal, subject=result.change.subject[:300],
            before=result.change.before[:300], after=result.change.after[:300], undo=dict(result.undo or {}),
        )
        for position, result in changes
        if result.change
    )  # fmt: skip


def _settle_keys(file: ReceivedFile, keys: Collection[str]) -> None:
    """What a later file says of the same thing, good or bad, takes the place of what waits."""
    keys = set(keys) - {""}
    waiting = RefusedRow.objects.filter(host_id=file.host_id, settled_at=None, file__kind=file.kind).exclude(file=file)
    # Hundreds of keys make a costly query, and most often nothing waits.
    if keys and waiting.exists():
        waiting.filter(key__in=keys).update(settled_at=now())


def _settle(file: ReceivedFile, marks: Sequence[int]) -> None:
    """Refused rows of the same sender and kind that came back, whether they entered or were refused again."""
    if marks:
        waiting = RefusedRow.objects.filter(pk__in=marks, organisation_id=file.organisation_id, settled_at=None)
        waiting.filter(file__kind=file.kind, file__host_id=file.host_id).update(settled_at=now())
