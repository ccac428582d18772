"""Pivot event of a journey step. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.interop.records import PivotEventKind
from pacte.journeys.records import StepKind

# A step may map to two events: an admission is a decision after an information meeting, and creates a dossier.
EVENTS_BY_STEP_KIND: Mapping[StepKind, tuple[PivotEventKind, ...]] = {
    StepKind.INFORMATION_MISSED: (PivotEventKind.DECISION,),
    StepKind.NOT_KEPT: (PivotEventKind.DECISION,),
    StepKind.WAITING_LISTED: (PivotEventKind.DECISION,),
    StepKind.ADMITTED: (PivotEventKind.DECISION, PivotEventKind.CREATION),
    StepKind.RESEATED: (PivotEventKind.CREATION,),
    StepKind.DECLINED: (PivotEventKind.CANCELLATION,),
    StepKind.NEVER_CAME: (PivotEventKind.CANCELLATION,),
    StepKind.SESSION_CANCELLED: (PivotEventKind.CANCELLATION,),
    StepKind.ENTERED: (PivotEventKind.ENTRY,),
    StepKind.INTERRUPTED: (PivotEventKind.INTERRUPTION,),
    StepKind.RESUMED: (PivotEventKind.RESUMPTION,),
    StepKind.ENDED: (PivotEventKind.EXIT,),
    StepKind.CERTIFIED: (PivotEventKind.RESULT,),
    StepKind.CERTIFIED_IN_PART: (PivotEventKind.RESULT,),
}


def pivot_event_for(kind: StepKind, accepted_events: frozenset[PivotEventKind]) -> PivotEventKind | None:
    """Return the event to send to a partner that accepts ``accepted_events``; None when the step is not sent to it."""
    return next((event for event in EVENTS_BY_STEP_KIND.get(kind, ()) if event in accepted_events), None)
