"""Bulk import of a catalogue: batches of staged rows, each in one transaction with the progress of the file.

The reader of a format provides opaque COPY text lines; they go to temporary tables, then to the catalogue.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from django.db import connection

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict
from pacte.offer.models import CatalogueDelivery, Provider, QuarantinedTraining
from pacte.offer.records import CatalogueDeliveryState
from pacte.offer.records.staging import ImportCounts, RejectedTraining, StagedBatch
from pacte.offer.rules.differences import FileSession
from pacte.offer.services import bulk_sql
from pacte.offer.services.deliveries import LOADED_STATES, lock_delivery
from pacte.offer.services.differences import compare_with_ledger

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper


class ExportDigests(Protocol):
    """Return, by number, the digests that these trainings would have if exported now."""

    def __call__(self, *, actor: Actor, training_ids: Collection[int]) -> Mapping[str, str]: ...


def write_batch(
    *, actor: Actor, delivery_id: int, batch: StagedBatch, export_digests: ExportDigests | None = None
) -> ImportCounts | None:
    """Write rows, quarantine and progress in one transaction. Return None when the batch is already written.

    ``export_digests``: for a file exported by this application; trainings equal to their current export are skipped.
    Raises ``PermissionDenied``, or ``Conflict`` when another process is writing the same file.
    """
    with audit_event(actor=actor, name="offer.import_batch", subject_kind="delivery", subject_id=delivery_id) as entry:
        delivery = lock_delivery(actor=actor, delivery_id=delivery_id)
        entry.subject_label, entry.organisation_id = delivery.file_name, delivery.organisation_id
        if delivery.position >= batch.upto:
            entry.detail = {"already": batch.upto}
            return None
        if delivery.position != batch.after:
            raise Conflict(
                "delivery_moved", "Ce fichier est déjà en cours d’import.", hint="Attendez la fin, puis recommencez."
            )
        counts = ImportCounts(quarantined=len(batch.quarantined))
        with connection.cursor() as cursor:
            merge_staged_rows(cursor, actor, delivery, batch.rows, counts, export_digests)
        _quarantine(delivery, batch.quarantined)
        _add_counts(delivery, counts)
        delivery.position = batch.upto
        delivery.state = CatalogueDeliveryState.RUNNING
        delivery.save(update_fields=["position", "state", "counts"])
        entry.detail = {"upto": batch.upto, **{name: count for name, count in counts.as_dict().items() if count}}
    return counts


def end_delivery(
    *,
    actor: Actor,
    delivery_id: int,
    seen: Sequence[bytes],
    close_absent: bool,
    defect_counts: Mapping[str, int],
    broken: bool = False,
) -> ImportCounts:
    """Close the trainings absent from a full file, and end the import. A broken file closes nothing and may resume.

    The state becomes ``ENTERED``; ``publish_delivery`` makes it ``DONE``.
    """
    with audit_event(actor=actor, name="offer.end_file", subject_kind="delivery", subject_id=delivery_id) as entry:
        delivery = lock_delivery(actor=actor, delivery_id=delivery_id)
        entry.subject_label, entry.organisation_id = delivery.file_name, delivery.organisation_id
        counts = ImportCounts()
        if close_absent and not broken and not (delivery.state in LOADED_STATES and delivery.is_full):
            with connection.cursor() as cursor:
                _copy_to_staging(cursor, {"seen": list(seen)})
                _close_absent(cursor, actor, delivery, counts)
        _add_counts(delivery, counts)
        delivery.is_full = delivery.is_full or close_absent
        delivery.state = CatalogueDeliveryState.FAILED if broken else CatalogueDeliveryState.ENTERED
        delivery.defect_counts = dict(defect_counts)
        delivery.ended_at = now()
        delivery.save()
        entry.detail = {name: count for name, count in counts.as_dict().items() if count}
    return counts


def _copy_to_staging(cursor: CursorWrapper, rows: Mapping[str, Sequence[bytes]]) -> None:
    """Load the lines into emptied temporary tables. Only PostgreSQL parses their content."""
    copying: Any = cursor
    for statement in bulk_sql.CREATE_STAGING:
        cursor.execute(statement)
    cursor.execute(bulk_sql.TRUNCATE_STAGING)
    for table, blocks in rows.items():
        with copying.copy(f"copy stage_{table} from stdin") as target:
            for block in blocks:
                target.write(block)


def merge_staged_rows(
    cursor: CursorWrapper,
    actor: Actor,
    delivery: CatalogueDelivery,
    rows: Mapping[str, Sequence[bytes]],
    counts: ImportCounts,
    export_digests: ExportDigests | None = None,
) -> None:
    """Merge the rows into the catalogue. Call it inside an audited act, for the history. Updates ``counts``."""
    _copy_to_staging(cursor, rows)
    parameters: dict[str, Any] = _statement_parameters(delivery)

    def row_count(statement: str) -> int:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)

    cursor.execute(bulk_sql.FORCE_INDEX_SCANS)
    counts.trainings_unchanged = _drop_unchanged(cursor, actor, parameters, export_digests)
    counts.providers_added = row_count(bulk_sql.PROVIDERS_ADDED)
    counts.providers_changed = row_count(bulk_sql.PROVIDERS_CHANGED)
    counts.sites_added = row_count(bulk_sql.SITES_ADDED)
    counts.trainings_of_others = len(
        _drop_from_batch(cursor, _select_numbers(cursor, bulk_sql.OWNED_BY_OTHERS, parameters))
    )
    cursor.execute(bulk_sql.TRAININGS_CHANGED, parameters)
    parameters["changed"] = [number for (number,) in cursor.fetchall()]
    counts.trainings_changed = len(parameters["changed"])
    counts.trainings_added = row_count(bulk_sql.TRAININGS_ADDED)
    row_count(bulk_sql.SOURCES)
    if parameters["changed"]:
        counts.actions_changed = row_count(bulk_sql.ACTIONS_CHANGED)
    counts.actions_added = row_count(bulk_sql.ACTIONS_ADDED)
    if parameters["changed"]:
        counts.sessions_changed = row_count(bulk_sql.SESSIONS_CHANGED)
    counts.sessions_added = row_count(bulk_sql.SESSIONS_ADDED)
    if parameters["changed"]:
        counts.sessions_closed = row_count(bulk_sql.SESSIONS_CLOSED)
        counts.actions_closed = row_count(bulk_sql.ACTIONS_CLOSED)
        counts.differences = _compare_with_ledgers(cursor, actor, delivery, parameters)
    row_count(bulk_sql.REPLACED_IN_QUARANTINE)
    cursor.execute(bulk_sql.RESTORE_PLANNER)


def _compare_with_ledgers(
    cursor: CursorWrapper, actor: Actor, delivery: CatalogueDelivery, parameters: Mapping[str, Any]
) -> int:
    """Compare the file with the sessions that have a ledger, which it does not overwrite."""
    cursor.execute(bulk_sql.FILE_SESSIONS_WITH_LEDGER, parameters)
    file_sessions = [FileSession(*row) for row in cursor.fetchall()]
    cursor.execute(bulk_sql.ABSENT_WITH_LEDGER, parameters)
    file_sessions += [FileSession(number, absent=True) for (number,) in cursor.fetchall()]
    return _record_differences(actor, delivery, file_sessions)


def _close_absent(cursor: CursorWrapper, actor: Actor, delivery: CatalogueDelivery, counts: ImportCounts) -> None:
    parameters = _statement_parameters(delivery)
    cursor.execute(bulk_sql.ABSENT_TRAININGS_WITH_LEDGER, parameters)
    file_sessions = [FileSession(number, absent=True) for (number,) in cursor.fetchall()]
    counts.differences = _record_differences(actor, delivery, file_sessions)
    cursor.execute(bulk_sql.CLOSE_ABSENT_TRAININGS, parameters)
    counts.trainings_closed, counts.actions_closed, counts.sessions_closed = cursor.fetchone()


def _record_differences(actor: Actor, delivery: CatalogueDelivery, file_sessions: Sequence[FileSession]) -> int:
    if not file_sessions:
        return 0
    return compare_with_ledger(
        actor=actor, host_id=delivery.organisation_id, file_sessions=file_sessions, delivery_id=delivery.pk
    )


def _statement_parameters(delivery: CatalogueDelivery) -> dict[str, Any]:
    return {
        "host": delivery.organisation_id,
        "delivery": delivery.pk,
        "provider": delivery.provider_id,
        "now": now(),
        "today": today(),
        "changed": [],
    }


def _select_numbers(cursor: CursorWrapper, statement: str, parameters: Mapping[str, Any]) -> list[str]:
    cursor.execute(statement, parameters)
    return [number for (number,) in cursor.fetchall()]


def _drop_from_batch(cursor: CursorWrapper, numbers: list[str]) -> list[str]:
    """Remove from the batch the trainings with nothing to write."""
    for deletion in bulk_sql.DELETE_STAGED if numbers else ():
        cursor.execute(deletion, {"numbers": numbers})
    return numbers


def _drop_unchanged(
    cursor: CursorWrapper, actor: Actor, parameters: Mapping[str, Any], export_digests: ExportDigests | None
) -> int:
    """Remove unchanged trainings from the batch; for our own exports, also their providers and sites."""
    unchanged = _drop_from_batch(cursor, _select_numbers(cursor, bulk_sql.UNCHANGED, parameters))
    if export_digests is None:
        return len(unchanged)
    cursor.execute(bulk_sql.OWN_OPEN_TRAININGS, parameters)
    digest_by_id = {key: (number, digest) for key, number, digest in cursor.fetchall()}
    own_digests = export_digests(actor=actor, training_ids=digest_by_id)
    unchanged += _drop_from_batch(
        cursor, [number for number, digest in digest_by_id.values() if own_digests.get(number) == digest]
    )
    cursor.execute(bulk_sql.DELETE_STAGED_PROVIDERS, {"numbers": unchanged})
    cursor.execute(bulk_sql.DELETE_STAGED_SITES)
    return len(unchanged)


def _quarantine(delivery: CatalogueDelivery, trainings: Sequence[RejectedTraining]) -> None:
    """Store rejected trainings. Only the latest version of a training stays in quarantine."""
    if not trainings:
        return
    sirets = {each.provider_siret for each in trainings}
    providers = dict(Provider.objects.filter(siret__in=sirets).values_list("siret", "pk"))
    rows = [
        QuarantinedTraining(
            organisation_id=delivery.organisation_id,
            delivery=delivery,
            provider_id=delivery.provider_id or providers.get(each.provider_siret),
            provider_siret=each.provider_siret,
            number=each.number,
            rank=each.rank,
            title=each.title,
            text=each.text,
            defects=each.defects,
            recorded_at=now(),
        )
        for each in trainings
    ]
    numbers = {each.number for each in trainings} - {""}
    older = QuarantinedTraining.objects.filter(organisation_id=delivery.organisation_id, number__in=numbers)
    older.filter(replayed_at=None, dropped_at=None).exclude(delivery=delivery).update(dropped_at=now())
    QuarantinedTraining.objects.bulk_create(rows, ignore_conflicts=True)


def _add_counts(delivery: CatalogueDelivery, counts: ImportCounts) -> None:
    delivery.counts = {name: int(delivery.counts.get(name, 0)) + count for name, count in counts.as_dict().items()}
