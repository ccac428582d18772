"""Pivot event of a journey step. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.interop.records import EventKind
from pacte.journeys.records import StepKind

# A step may map to two events: an admission is a decision after an information meeting, and creates a dossier.
EVENTS_OF: Mapping[StepKind, tuple[EventKind, ...]] = {
    StepKind.INFORMATION_MISSED: (EventKind.DECISION,),
    StepKind.NOT_KEPT: (EventKind.DECISION,),
    StepKind.WAITING_LISTED: (EventKind.DECISION,),
    StepKind.ADMITTED: (EventKind.DECISION, EventKind.CREATION),
    StepKind.RESEATED: (EventKind.CREATION,),
    StepKind.DECLINED: (EventKind.CANCELLATION,),
    StepKind.NEVER_CAME: (EventKind.CANCELLATION,),
    StepKind.SESSION_CANCELLED: (EventKind.CANCELLATION,),
    StepKind.ENTERED: (EventKind.ENTRY,),
    StepKind.INTERRUPTED: (EventKind.INTERRUPTION,),
    StepKind.RESUMED: (EventKind.RESUMPTION,),
    StepKind.ENDED: (EventKind.EXIT,),
    StepKind.CERTIFIED: (EventKind.RESULT,),
    StepKind.CERTIFIED_IN_PART: (EventKind.RESULT,),
}


def event_for(kind: StepKind, wanted: frozenset[EventKind]) -> EventKind | None:
    """Return the event to send to a partner that accepts ``accepted_events``; None when the step is not sent to it."""
    return next((event for event in EVENTS_OF.get(kind, ()) if event in wanted), None)
