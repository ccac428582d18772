"""Which sessions are in which arm of an experiment, and since when; whether that was registered in advance. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pacte.evaluation.records import ArmChange, ArmPeriod, LateAttachment


def pair_arm_changes(changes: Iterable[ArmChange]) -> list[ArmPeriod]:
    """Returns the periods, in the order of their first change. ``changes``: in the order in which they were recorded.

    A change ends the period before it: a session is in one arm of an experiment at a time. A period that ends on the
    day of its start, which is a mistake put right, is left out.
    """
    open_changes: dict[tuple[int, int], ArmChange] = {}
    periods: list[ArmPeriod] = []
    for change in changes:
        key = (change.experiment_id, change.session_id)
        before = open_changes.pop(key, None)
        if before and before.since < change.since:
            periods.append(_period(before, change))
        if change.arm:
            open_changes[key] = change
    periods.extend(_period(each, None) for each in open_changes.values())
    return sorted(periods, key=lambda each: (each.since, each.session_id))


def attachment_lateness(since: date, *, locked_on: date | None, first_entry_on: date | None) -> LateAttachment | None:
    """Returns why the attachment came too late to be registered in advance; None when it did not.

    ``locked_on``: of the protocol; ``first_entry_on``: of the session. The day itself is in time, as for a protocol.
    """
    if first_entry_on and since > first_entry_on:
        return LateAttachment.AFTER_ENTRY
    return LateAttachment.AFTER_LOCK if locked_on and since > locked_on else None


def _period(start: ArmChange, end: ArmChange | None) -> ArmPeriod:
    if start.arm is None:
        raise ValueError("a period starts with an arm")
    return ArmPeriod(
        experiment_id=start.experiment_id,
        plan_action_id=start.plan_action_id,
        arm=start.arm,
        session_id=start.session_id,
        since=start.since,
        until=end.since if end else None,
        person_name=start.person_name,
        ended_by=end.person_name if end else "",
        end_reason=end.reason if end else "",
    )
