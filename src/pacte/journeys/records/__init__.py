"""Words and plain values of a learner's journey. Pure."""

from pacte.journeys.records.people import (
    CONSTRAINTS,
    PURPOSE_LABELS,
    SENSITIVE_LABELS,
    THEME_LABELS,
    FactGiven,
    LearnerGiven,
    Purpose,
    SensitiveKind,
    Theme,
)
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
    "CONSTRAINTS",
    "END_LABELS",
    "PURPOSE_LABELS",
    "SENSITIVE_LABELS",
    "STATE_LABELS",
    "STEP_LABELS",
    "THEME_LABELS",
    "EndKind",
    "FactGiven",
    "JourneyState",
    "LearnerGiven",
    "Purpose",
    "SensitiveKind",
    "Source",
    "Step",
    "StepKind",
    "Theme",
]
