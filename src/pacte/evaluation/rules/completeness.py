"""Completeness, state and lateness of a protocol. Pure."""

from __future__ import annotations

from datetime import date

from pacte.evaluation.records import Part, SheetContent, SheetState

PART_COUNT = len(Part)


def missing(content: SheetContent, *, has_owner: bool) -> tuple[Part, ...]:
    """Returns the missing parts, in order. A target may be text only; a value of 0 counts as present."""
    there = {
        Part.QUESTION: bool(content.question.strip()),
        Part.PUBLIC: bool(content.public.strip()),
        Part.INDICATOR: bool(content.indicator_code.strip() or content.indicator.strip()),
        Part.BASELINE: content.baseline_value is not None,
        Part.BASELINE_DAY: content.baseline_on is not None,
        Part.BASELINE_SOURCE: bool(content.baseline_source.strip()),
        Part.TARGET: content.target_value is not None or bool(content.target.strip()),
        Part.METHOD: bool(content.method.strip()),
        Part.COMPARISON: bool(content.comparison.strip()),
        Part.SOURCE: bool(content.source.strip()),
        Part.OWNER: has_owner,
        Part.END: content.end_on is not None,
    }
    return tuple(part for part in Part if not there[part])


def state_of(
    lacking: tuple[Part, ...], *, locked_on: date | None, is_judged: bool = False, is_withdrawn: bool = False
) -> SheetState:
    if is_withdrawn:
        return SheetState.WITHDRAWN
    if is_judged:
        return SheetState.JUDGED
    if locked_on:
        return SheetState.LOCKED_INCOMPLETE if set(lacking) - {Part.OWNER} else SheetState.LOCKED
    return SheetState.INCOMPLETE if lacking else SheetState.READY


def written_late(written_on: date, locked_on: date | None) -> int:
    """Returns how many days after the lock the version was written; more than 0 makes it doubtful."""
    return max(0, (written_on - locked_on).days) if locked_on else 0


def is_overdue(content: SheetContent, state: SheetState, on: date) -> bool:
    """Returns True when the experiment is past its end date without a finding."""
    return (
        state in (SheetState.LOCKED, SheetState.LOCKED_INCOMPLETE)
        and content.end_on is not None
        and content.end_on < on
    )
