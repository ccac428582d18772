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
from pacte.offer.models import Delivery, Provider, Quarantined
from pacte.offer.records import DeliveryState
from pacte.offer.records.staging import Kept, StagedBatch, Tally
from pacte.offer.rules.differences import FileSession
from pacte.offer.services import bulk_sql
from pacte.offer.services.deliveries import ENDED, locked_delivery
from pacte.offer.services.differences import compare_with_ledger

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper


class SaidByUs(Protocol):
    """Return, by number, the digests that these trainings would have if exported now."""

    def __call__(self, *, actor: Actor, training_ids: Collection[int]) -> Mapping[str, str]: ...


def write_batch(
    *, actor: Actor, delivery_id: int, batch: StagedBatch, said_by_us: SaidByUs | None = None
) -> Tally | None:
    """Write rows, quarantine and progress in one transaction. Return None when the batch is already written.

    ``export_digests``: for a file exported by this application; trainings equal to their current export are skipped.
    Raises ``Refused``, or ``Conflict`` when another process is writing the same file.
    """
    with audit_event(actor=actor, name="offer.import_batch", subject_kind="delivery", subject_id=delivery_id) as entry:
        delivery = locked_delivery(actor=actor, delivery_id=delivery_id)
        entry.subject_label, entry.organisation_id = delivery.file_name, delivery.organisation_id
        if delivery.position >= batch.upto:
            entry.detail = {"already": batch.upto}
            return None
        if delivery.position != batch.after:
            raise Conflict(
                "delivery_moved", "Ce fichier est déjà en cours d’import.", hint="Attendez la fin, puis recommencez."
            )
        tally = Tally(quarantined=len(batch.quarantined))
        with connection.cursor() as cursor:
            merge(cursor, actor, delivery, batch.rows, tally, said_by_us)
        _quarantine(delivery, batch.quarantined)
        _note(delivery, tally)
        delivery.position = batch.upto
        delivery.state = DeliveryState.RUNNING
        delivery.save(update_fields=["position", "state", "counts"])
        entry.detail = {"upto": batch.upto, **{name: count for name, count in tally.plain().items() if count}}
    return tally


def end_delivery(
    *,
    actor: Actor,
    delivery_id: int,
    seen: Sequence[bytes],
    close_absent: bool,
    defect_counts: Mapping[str, int],
    broken: bool = False,
) -> Tally:
    """Close the trainings absent from a full file, and end the import. A broken file closes nothing and may resume.

    The state becomes ``ENTERED``; ``publish_delivery`` makes it ``DONE``.
    """
    with audit_event(actor=actor, name="offer.end_file", subject_kind="delivery", subject_id=delivery_id) as entry:
        delivery = locked_delivery(actor=actor, delivery_id=delivery_id)
        entry.subject_label, entry.organisation_id = delivery.file_name, delivery.organisation_id
        tally = Tally()
        if close_absent and not broken and not (delivery.state in ENDED and delivery.is_full):
            with connection.cursor() as cursor:
                _stage(cursor, {"seen": list(seen)})
                _close_absent(cursor, actor, delivery, tally)
        _note(delivery, tally)
        delivery.is_full = delivery.is_full or close_absent
        delivery.state = DeliveryState.FAILED if broken else DeliveryState.ENTERED
        delivery.defect_counts = dict(defect_counts)
        delivery.ended_at = now()
        delivery.save()
        entry.detail = {name: count for name, count in tally.plain().items() if count}
    return tally


def _stage(cursor: CursorWrapper, rows: Mapping[str, Sequence[bytes]]) -> None:
    """Load the lines into emptied temporary tables. Only PostgreSQL parses their content."""
    copying: Any = cursor
    for statement in bulk_sql.CREATE:
        cursor.execute(statement)
    cursor.execute(bulk_sql.EMPTY)
    for table, blocks in rows.items():
        with copying.copy(f"copy stage_{table} from stdin") as target:
            for block in blocks:
                target.write(block)


def merge(
    cursor: CursorWrapper,
    actor: Actor,
    delivery: Delivery,
    rows: Mapping[str, Sequence[bytes]],
    tally: Tally,
    said_by_us: SaidByUs | None = None,
) -> None:
    """Merge the rows into the catalogue. Call it inside an audited act, for the history. Updates ``counts``."""
    _stage(cursor, rows)
    given: dict[str, Any] = _given(delivery)

    def done(statement: str) -> int:
        cursor.execute(statement, given)
        return int(cursor.rowcount)

    cursor.execute(bulk_sql.BY_INDEX)
    tally.trainings_unchanged = _forget_unchanged(cursor, actor, given, said_by_us)
    tally.providers_added = done(bulk_sql.PROVIDERS_ADDED)
    tally.providers_changed = done(bulk_sql.PROVIDERS_CHANGED)
    tally.sites_added = done(bulk_sql.SITES_ADDED)
    tally.trainings_of_others = len(_forget(cursor, _numbers(cursor, bulk_sql.ELSEWHERE, given)))
    cursor.execute(bulk_sql.TRAININGS_CHANGED, given)
    given["changed"] = [number for (number,) in cursor.fetchall()]
    tally.trainings_changed = len(given["changed"])
    tally.trainings_added = done(bulk_sql.TRAININGS_ADDED)
    done(bulk_sql.SOURCES)
    if given["changed"]:
        tally.actions_changed = done(bulk_sql.ACTIONS_CHANGED)
    tally.actions_added = done(bulk_sql.ACTIONS_ADDED)
    if given["changed"]:
        tally.sessions_changed = done(bulk_sql.SESSIONS_CHANGED)
    tally.sessions_added = done(bulk_sql.SESSIONS_ADDED)
    if given["changed"]:
        tally.sessions_closed = done(bulk_sql.SESSIONS_CLOSED)
        tally.actions_closed = done(bulk_sql.ACTIONS_CLOSED)
        tally.differences = _compare(cursor, actor, delivery, given)
    done(bulk_sql.REPLACED_IN_QUARANTINE)
    cursor.execute(bulk_sql.AS_USUAL)


def _compare(cursor: CursorWrapper, actor: Actor, delivery: Delivery, given: Mapping[str, Any]) -> int:
    """Compare the file with the sessions that have a ledger, which it does not overwrite."""
    cursor.execute(bulk_sql.TOLD_OF_LEDGERS, given)
    said = [FileSession(*row) for row in cursor.fetchall()]
    cursor.execute(bulk_sql.ABSENT_WITH_LEDGER, given)
    said += [FileSession(number, absent=True) for (number,) in cursor.fetchall()]
    return _raise(actor, delivery, said)


def _close_absent(cursor: CursorWrapper, actor: Actor, delivery: Delivery, tally: Tally) -> None:
    given = _given(delivery)
    cursor.execute(bulk_sql.GONE_WITH_LEDGER, given)
    said = [FileSession(number, absent=True) for (number,) in cursor.fetchall()]
    tally.differences = _raise(actor, delivery, said)
    cursor.execute(bulk_sql.GONE, given)
    tally.trainings_closed, tally.actions_closed, tally.sessions_closed = cursor.fetchone()


def _raise(actor: Actor, delivery: Delivery, said: Sequence[FileSession]) -> int:
    if not said:
        return 0
    return compare_with_ledger(actor=actor, host_id=delivery.organisation_id, said=said, delivery_id=delivery.pk)


def _given(delivery: Delivery) -> dict[str, Any]:
    return {
        "host": delivery.organisation_id,
        "delivery": delivery.pk,
        "provider": delivery.provider_id,
        "now": now(),
        "today": today(),
        "changed": [],
    }


def _numbers(cursor: CursorWrapper, statement: str, given: Mapping[str, Any]) -> list[str]:
    cursor.execute(statement, given)
    return [number for (number,) in cursor.fetchall()]


def _forget(cursor: CursorWrapper, numbers: list[str]) -> list[str]:
    """Remove from the batch the trainings with nothing to write."""
    for deletion in bulk_sql.FORGET if numbers else ():
        cursor.execute(deletion, {"numbers": numbers})
    return numbers


def _forget_unchanged(
    cursor: CursorWrapper, actor: Actor, given: Mapping[str, Any], said_by_us: SaidByUs | None
) -> int:
    """Remove unchanged trainings from the batch; for our own exports, also their providers and sites."""
    same = _forget(cursor, _numbers(cursor, bulk_sql.UNCHANGED, given))
    if said_by_us is None:
        return len(same)
    cursor.execute(bulk_sql.KNOWN_OTHERWISE, given)
    told = {key: (number, digest) for key, number, digest in cursor.fetchall()}
    ours = said_by_us(actor=actor, training_ids=told)
    same += _forget(cursor, [number for number, digest in told.values() if ours.get(number) == digest])
    cursor.execute(bulk_sql.FORGET_PROVIDERS, {"numbers": same})
    cursor.execute(bulk_sql.FORGET_SITES)
    return len(same)


def _quarantine(delivery: Delivery, kept: Sequence[Kept]) -> None:
    """Store rejected trainings. Only the latest version of a training stays in quarantine."""
    if not kept:
        return
    sirets = {each.provider_siret for each in kept}
    providers = dict(Provider.objects.filter(siret__in=sirets).values_list("siret", "pk"))
    rows = [
        Quarantined(
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
        for each in kept
    ]
    numbers = {each.number for each in kept} - {""}
    older = Quarantined.objects.filter(organisation_id=delivery.organisation_id, number__in=numbers)
    older.filter(replayed_at=None, dropped_at=None).exclude(delivery=delivery).update(dropped_at=now())
    Quarantined.objects.bulk_create(rows, ignore_conflicts=True)


def _note(delivery: Delivery, tally: Tally) -> None:
    delivery.counts = {name: int(delivery.counts.get(name, 0)) + count for name, count in tally.plain().items()}
