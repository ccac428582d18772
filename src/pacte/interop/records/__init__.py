"""Records and enums of the exchanges with partners. Pure."""

from pacte.interop.records.dossier_payload import DossierPayload, StepPayload
from pacte.interop.records.orientation_acts import (
    ACT_LABELS,
    ACT_TOOLS,
    ActOutcome,
    ActStatus,
    OrientationAct,
    PersonInput,
    SessionInput,
)
from pacte.interop.records.states import (
    DELIVERY_EVENT_LABELS,
    DELIVERY_LABELS,
    DIFFERENCE_LABELS,
    INBOUND_LABELS,
    PIVOT_EVENT_LABELS,
    DeliveryEventKind,
    DeliveryState,
    InboundState,
    MessageDifferenceKind,
    PivotEventKind,
)

__all__ = [
    "ACT_LABELS",
    "ACT_TOOLS",
    "DELIVERY_EVENT_LABELS",
    "DELIVERY_LABELS",
    "DIFFERENCE_LABELS",
    "INBOUND_LABELS",
    "PIVOT_EVENT_LABELS",
    "ActOutcome",
    "ActStatus",
    "DeliveryEventKind",
    "DeliveryState",
    "DossierPayload",
    "InboundState",
    "MessageDifferenceKind",
    "OrientationAct",
    "PersonInput",
    "PivotEventKind",
    "SessionInput",
    "StepPayload",
]
