"""Bulk import of a catalogue: batches of staged rows, each merged in the transaction of its caller.

The reader of a format provides opaque COPY text lines; they go to temporary tables, then to the catalogue.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from django.db import connection

from pacte.audit.services import AuditEvent, audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.offer.permissions import OfferScope
from pacte.offer.records.staging import CatalogueFile, ImportCounts, WrittenBatch
from pacte.offer.rules.differences import FileSession
from pacte.offer.services import bulk_sql
from pacte.offer.services.differences import compare_with_ledger
from pacte.offer.services.permissions_check import refuse_unless
from pacte.offer.services.versions import preserve_versions

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper


class ExportDigests(Protocol):
    """Return, by number, the digests that these trainings would have if exported now."""

    def __call__(self, *, actor: Actor, training_ids: Collection[int]) -> Mapping[str, str]: ...


def write_batch(
    *, actor: Actor, file: CatalogueFile, rows: Mapping[str, Sequence[bytes]],
    export_digests: ExportDigests | None = None,
) -> WrittenBatch:  # fmt: skip
    """Merge rows into the catalogue. ``rows``: COPY lines by staging table.

    ``export_digests``: for a file exported by this application; trainings equal to their current export are skipped.
    Raises ``PermissionDenied``.
    """
    counts = ImportCounts()
    with catalogue_event(actor, "offer.import_batch", file) as entry, connection.cursor() as cursor:
        numbers = _merge_staged_rows(cursor, actor, file, rows, counts, export_digests)
        entry.detail = counts.nonzero()
    return WrittenBatch(counts, numbers)


def close_absent(*, actor: Actor, file: CatalogueFile, seen: Sequence[bytes]) -> ImportCounts:
    """Close the trainings absent from a full file. ``seen``: its numbers, as COPY lines.

    Raises ``PermissionDenied``.
    """
    counts = ImportCounts()
    with catalogue_event(actor, "offer.end_file", file) as entry, connection.cursor() as cursor:
        _copy_to_staging(cursor, {"seen": seen})
        _close_absent(cursor, actor, file, counts)
        entry.detail = counts.nonzero()
    return counts


@contextmanager
def catalogue_event(actor: Actor, name: str, file: CatalogueFile) -> Iterator[AuditEvent]:
    """An audited act on the offer of a Region, by one of its files. Raises ``PermissionDenied``."""
    refuse_unless(actor=actor, act="offer.import", scope=OfferScope(file.host_id, file.body_id))
    with audit_event(
        actor=actor, name=name, organisation_id=file.host_id, subject_kind="received_file", subject_id=file.file_id,
        subject_label=file.file_name,
    ) as entry:  # fmt: skip
        yield entry


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


def _merge_staged_rows(
    cursor: CursorWrapper,
    actor: Actor,
    file: CatalogueFile,
    rows: Mapping[str, Sequence[bytes]],
    counts: ImportCounts,
    export_digests: ExportDigests | None,
) -> list[str]:
    """Updates ``counts``. Returns the numbers of the trainings."""
    _copy_to_staging(cursor, rows)
    parameters: dict[str, Any] = _statement_parameters(file)

    cursor.execute(bulk_sql.FORCE_INDEX_SCANS)
    numbers = _select_numbers(cursor, bulk_sql.STAGED_NUMBERS, parameters)
    counts.trainings_unchanged = _drop_unchanged(cursor, actor, parameters, export_digests)
    counts.providers_added = _row_count(cursor, bulk_sql.PROVIDERS_ADDED, parameters)
    counts.providers_changed = _row_count(cursor, bulk_sql.PROVIDERS_CHANGED, parameters)
    counts.sites_added = _row_count(cursor, bulk_sql.SITES_ADDED, parameters)
    cursor.execute(bulk_sql.KNOWN_TRAININGS, parameters)
    known: dict[str, int] = dict(cursor.fetchall())
    others = _drop_from_batch(cursor, [number for number, key in known.items() if not key])
    counts.trainings_of_others = len(others)
    known_ids = [key for key in known.values() if key]
    with preserve_versions(actor=actor, training_ids=known_ids, file_id=file.file_id):
        _write_batch_rows(cursor, actor, file, parameters, counts)
    cursor.execute(bulk_sql.RESTORE_PLANNER)
    return numbers


def _write_batch_rows(
    cursor: CursorWrapper, actor: Actor, file: CatalogueFile, parameters: dict[str, Any], counts: ImportCounts
) -> None:
    """Trainings, actions and sessions of the batch. Updates ``parameters`` and ``counts``."""
    cursor.execute(bulk_sql.TRAININGS_CHANGED, parameters)
    parameters["changed"] = [number for (number,) in cursor.fetchall()]
    counts.trainings_changed = len(parameters["changed"])
    counts.trainings_added = _row_count(cursor, bulk_sql.TRAININGS_ADDED, parameters)
    _row_count(cursor, bulk_sql.SOURCES, parameters)
    if parameters["changed"]:
        counts.actions_changed = _row_count(cursor, bulk_sql.ACTIONS_CHANGED, parameters)
    counts.actions_added = _row_count(cursor, bulk_sql.ACTIONS_ADDED, parameters)
    if parameters["changed"]:
        counts.sessions_changed = _row_count(cursor, bulk_sql.SESSIONS_CHANGED, parameters)
    counts.sessions_added = _row_count(cursor, bulk_sql.SESSIONS_ADDED, parameters)
    if parameters["changed"]:
        counts.sessions_closed = _row_count(cursor, bulk_sql.SESSIONS_CLOSED, parameters)
        counts.actions_closed = _row_count(cursor, bulk_sql.ACTIONS_CLOSED, parameters)
        counts.differences = _compare_with_ledgers(cursor, actor, file, parameters)


def _compare_with_ledgers(
    cursor: CursorWrapper, actor: Actor, file: CatalogueFile, parameters: Mapping[str, Any]
) -> int:
    """Compare the file with the sessions that have a ledger, which it does not overwrite."""
    cursor.execute(bulk_sql.FILE_SESSIONS_WITH_LEDGER, parameters)
    file_sessions = [FileSession(*row) for row in cursor.fetchall()]
    cursor.execute(bulk_sql.ABSENT_WITH_LEDGER, parameters)
    file_sessions += [FileSession(number, absent=True) for (number,) in cursor.fetchall()]
    return _record_differences(actor, file, file_sessions)


def _close_absent(cursor: CursorWrapper, actor: Actor, file: CatalogueFile, counts: ImportCounts) -> None:
    parameters = _statement_parameters(file)
    cursor.execute(bulk_sql.ABSENT_TRAININGS_WITH_LEDGER, parameters)
    file_sessions = [FileSession(number, absent=True) for (number,) in cursor.fetchall()]
    counts.differences = _record_differences(actor, file, file_sessions)
    cursor.execute(bulk_sql.CLOSE_ABSENT_TRAININGS, parameters)
    counts.trainings_closed, counts.actions_closed, counts.sessions_closed = cursor.fetchone()


def _record_differences(actor: Actor, file: CatalogueFile, file_sessions: Sequence[FileSession]) -> int:
    if not file_sessions:
        return 0
    return compare_with_ledger(actor=actor, host_id=file.host_id, file_sessions=file_sessions, file_id=file.file_id)


def _statement_parameters(file: CatalogueFile) -> dict[str, Any]:
    return {
        "host": file.host_id,
        "file": file.file_id,
        "provider": file.provider_id,
        "now": now(),
        "today": today(),
        "changed": [],
    }


def _row_count(cursor: CursorWrapper, statement: str, parameters: Mapping[str, Any]) -> int:
    cursor.execute(statement, parameters)
    return int(cursor.rowcount)


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
