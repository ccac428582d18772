"""Words and plain values of a learner's journey. Pure."""

from pacte.journeys.records.steps import (
    END_LABELS,
    STATE_LABELS,
    STEP_LABELS,
    EndKind,
    JourneyState,
    Source,
    Step,
    StepKind,
)

__all__ = [
    "END_LABELS",
    "STATE_LABELS",
    "STEP_LABELS",
    "EndKind",
    "JourneyState",
    "Source",
    "Step",
    "StepKind",
]
