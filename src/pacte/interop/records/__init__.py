"""Records and enums of the exchanges with partners. Pure."""

from pacte.interop.records.dossier_payload import DossierPayload, StepPayload
from pacte.interop.records.orientation_acts import (
    ACT_LABELS,
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
    ActFileState,
    DeliveryEventKind,
    DeliveryState,
    InboundState,
    MessageDifferenceKind,
    PivotEventKind,
    RowIssueLevel,
)

__all__ = [
    "ACT_LABELS",
    "DELIVERY_EVENT_LABELS",
    "DELIVERY_LABELS",
    "DIFFERENCE_LABELS",
    "INBOUND_LABELS",
    "PIVOT_EVENT_LABELS",
    "ActFileState",
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
    "RowIssueLevel",
    "SessionInput",
    "StepPayload",
]
