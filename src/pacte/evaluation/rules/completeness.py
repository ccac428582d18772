"""Completeness, state and lateness of a protocol. Pure."""

from __future__ import annotations

from datetime import date

from pacte.evaluation.records import ProtocolContent, ProtocolPart, ProtocolState

PART_COUNT = len(ProtocolPart)


def missing_protocol_parts(content: ProtocolContent, *, has_owner: bool) -> tuple[ProtocolPart, ...]:
    """Returns the missing parts, in order. A target may be text only; a value of 0 counts as present."""
    is_present = {
        ProtocolPart.QUESTION: bool(content.question.strip()),
        ProtocolPart.PUBLIC: bool(content.public.strip()),
        ProtocolPart.INDICATOR: bool(content.indicator_code.strip() or content.indicator.strip()),
        ProtocolPart.BASELINE: content.baseline_value is not None,
        ProtocolPart.BASELINE_DAY: content.baseline_on is not None,
        ProtocolPart.BASELINE_SOURCE: bool(content.baseline_source.strip()),
        ProtocolPart.TARGET: content.target_value is not None or bool(content.target.strip()),
        ProtocolPart.METHOD: bool(content.method.strip()),
        ProtocolPart.COMPARISON: bool(content.comparison.strip()),
        ProtocolPart.SOURCE: bool(content.source.strip()),
        ProtocolPart.OWNER: has_owner,
        ProtocolPart.END: content.end_on is not None,
    }
    return tuple(part for part in ProtocolPart if not is_present[part])


def protocol_state(
    missing_parts: tuple[ProtocolPart, ...],
    *,
    locked_on: date | None,
    is_judged: bool = False,
    is_withdrawn: bool = False,
) -> ProtocolState:
    if is_withdrawn:
        return ProtocolState.WITHDRAWN
    if is_judged:
        return ProtocolState.JUDGED
    if locked_on:
        return ProtocolState.LOCKED_INCOMPLETE if set(missing_parts) - {ProtocolPart.OWNER} else ProtocolState.LOCKED
    return ProtocolState.INCOMPLETE if missing_parts else ProtocolState.READY


def days_written_after_lock(written_on: date, locked_on: date | None) -> int:
    """Returns how many days after the lock the version was written; more than 0 makes it doubtful."""
    return max(0, (written_on - locked_on).days) if locked_on else 0


def is_overdue(content: ProtocolContent, state: ProtocolState, on: date) -> bool:
    """Returns True when the experiment is past its end date without a finding."""
    return (
        state in (ProtocolState.LOCKED, ProtocolState.LOCKED_INCOMPLETE)
        and content.end_on is not None
        and content.end_on < on
    )
