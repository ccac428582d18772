"""Records and enums of the exchanges with partners. Pure."""

from pacte.interop.records.acts import ACT_LABELS, ActStatus, OrientationAct, Outcome, PersonGiven, SessionGiven
from pacte.interop.records.facts import DossierFacts, StepFacts
from pacte.interop.records.states import (
    DELIVERY_LABELS,
    DIFFERENCE_LABELS,
    EVENT_LABELS,
    INBOUND_LABELS,
    TRACE_LABELS,
    DeliveryState,
    DifferenceKind,
    EventKind,
    FileState,
    InboundState,
    LineLevel,
    TraceKind,
)

__all__ = [
    "ACT_LABELS",
    "DELIVERY_LABELS",
    "DIFFERENCE_LABELS",
    "EVENT_LABELS",
    "INBOUND_LABELS",
    "TRACE_LABELS",
    "ActStatus",
    "DeliveryState",
    "DifferenceKind",
    "DossierFacts",
    "EventKind",
    "FileState",
    "InboundState",
    "LineLevel",
    "OrientationAct",
    "Outcome",
    "PersonGiven",
    "SessionGiven",
    "StepFacts",
    "TraceKind",
]
