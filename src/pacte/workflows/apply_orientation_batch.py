"""Apply a batch of acts of a file: steps, issues and file progress, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pacte.interop.queries.lookup import steps_said
from pacte.interop.records import LineLevel, OrientationAct, Outcome
from pacte.interop.services.files import LineSaid, lock_file, note_batch
from pacte.journeys.records import StepSource
from pacte.kernel.actor import Actor, system_actor
from pacte.notifications.services.system_access import as_system
from pacte.workflows.apply_orientation_act import Applied, Door, acts_in, apply_orientation_act, key_of
from pacte.workflows.take_over_newcomers import take_over_newcomers


@dataclass(frozen=True, slots=True)
class ActRow:
    """A row of a file: its act, if valid, and the issues found in it."""

    row: int
    act: OrientationAct | None
    said: tuple[LineSaid, ...] = ()


def apply_orientation_batch(
    *, actor: Actor, file_id: int, after: int, rows: Sequence[ActRow], upto: int, synthetic: bool = False
) -> Counter[str]:
    """Apply the rows after ``after``. If interrupted, nothing of the batch is written, and it is retried.

    Return counts by outcome, and « error » for rows without a valid act. Call it in a transaction. Raises ``NotFound``,
    or ``Conflict`` when another process is reading the same file.
    """
    received = lock_file(actor=actor, file_id=file_id, after=after)
    door = Door(received.organisation, received.body, received.source, StepSource.FILE, synthetic)
    said_already = _known(actor, door.source, rows)
    fresh = [row for row in rows if row.act and not said_already.issuperset(_keys(door.source, row.act))]
    ranks = take_over_newcomers(actor=actor, door=door, acts=[row.act for row in fresh if row.act])
    taken = {fresh[rank].row for rank in ranks}
    slow = {row.row for row in fresh} - taken
    counts: Counter[str] = Counter(rows=len(rows))
    lines: list[LineSaid] = []
    for row in rows:
        lines += row.said
        if row.act is None:
            counts["error"] += 1
            continue
        applied = (
            apply_orientation_act(actor=actor, door=door, act=row.act)
            if row.row in slow
            else Applied(Outcome.NEW if row.row in taken else Outcome.SAME)
        )
        counts[applied.outcome] += 1
        if applied.outcome is Outcome.TO_SETTLE:
            lines.append(LineSaid(row.row, LineLevel.TO_SETTLE, applied.code, applied.text))
    note_batch(actor=actor, received=received, upto=upto, counts=counts, lines=lines)
    return counts


def _known(actor: Actor, source: str, rows: Sequence[ActRow]) -> set[str]:
    """Keys of the batch already recorded: a file sent again costs one query per batch."""
    keys = {key for row in rows if row.act for key in _keys(source, row.act)}
    with as_system(actor):
        return steps_said(actor=system_actor(actor.name), keys=keys)


def _keys(source: str, act: OrientationAct) -> set[str]:
    return {key_of(source, each) for each in acts_in(act)}
