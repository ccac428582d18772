"""Apply a batch of acts of a file: steps, issues and file progress, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pacte.interop.queries.lookup import recorded_message_keys
from pacte.interop.records import ActOutcome, OrientationAct, RowIssueLevel
from pacte.interop.services.act_files import FileRowIssue, lock_act_file, record_batch
from pacte.journeys.records import StepSource
from pacte.kernel.actor import Actor, system_actor
from pacte.notifications.services.system_access import as_system
from pacte.workflows.apply_orientation_act import (
    ActOrigin,
    ActResult,
    act_message_key,
    apply_orientation_act,
    expand_act,
)
from pacte.workflows.register_newcomers import register_newcomers


@dataclass(frozen=True, slots=True)
class ActRow:
    """A row of a file: its act, if valid, and the issues found in it."""

    row: int
    act: OrientationAct | None
    issues: tuple[FileRowIssue, ...] = ()


def apply_orientation_batch(
    *, actor: Actor, file_id: int, after: int, rows: Sequence[ActRow], upto: int, synthetic: bool = False
) -> Counter[str]:
    """Apply the rows after ``after``. If interrupted, nothing of the batch is written, and it is retried.

    Return counts by outcome, and « error » for rows without a valid act. Call it in a transaction. Raises ``NotFound``,
    or ``Conflict`` when another process is reading the same file.
    """
    act_file = lock_act_file(actor=actor, file_id=file_id, after=after)
    origin = ActOrigin(act_file.organisation, act_file.body, act_file.source, StepSource.FILE, synthetic)
    known_keys = _recorded_keys(actor, origin.source, rows)
    new_rows = [row for row in rows if row.act and not known_keys.issuperset(_message_keys(origin.source, row.act))]
    ranks = register_newcomers(actor=actor, origin=origin, acts=[row.act for row in new_rows if row.act])
    bulk_row_numbers = {new_rows[rank].row for rank in ranks}
    single_row_numbers = {row.row for row in new_rows} - bulk_row_numbers
    counts: Counter[str] = Counter(rows=len(rows))
    issues: list[FileRowIssue] = []
    for row in rows:
        issues += row.issues
        if row.act is None:
            counts["error"] += 1
            continue
        applied = (
            apply_orientation_act(actor=actor, origin=origin, act=row.act)
            if row.row in single_row_numbers
            else ActResult(ActOutcome.NEW if row.row in bulk_row_numbers else ActOutcome.SAME)
        )
        counts[applied.outcome] += 1
        if applied.outcome is ActOutcome.TO_SETTLE:
            issues.append(FileRowIssue(row.row, RowIssueLevel.TO_SETTLE, applied.code, applied.text))
    record_batch(actor=actor, act_file=act_file, upto=upto, counts=counts, issues=issues)
    return counts


def _recorded_keys(actor: Actor, source: str, rows: Sequence[ActRow]) -> set[str]:
    """Keys of the batch already recorded: a file sent again costs one query per batch."""
    keys = {key for row in rows if row.act for key in _message_keys(source, row.act)}
    with as_system(actor):
        return recorded_message_keys(actor=system_actor(actor.name), keys=keys)


def _message_keys(source: str, act: OrientationAct) -> set[str]:
    return {act_message_key(source, each) for each in expand_act(act)}
