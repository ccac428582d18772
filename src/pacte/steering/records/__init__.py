"""Words of steering: weather, rounds, milestones, risks, committees, decisions. Pure."""

from pacte.steering.records.words import (
    WEATHER_LABELS,
    AnswerState,
    CommitteeState,
    DecisionStepKind,
    MilestoneStepKind,
    RemarkKind,
    RiskLevel,
    RoundState,
    Weather,
)

__all__ = [
    "WEATHER_LABELS",
    "AnswerState",
    "CommitteeState",
    "DecisionStepKind",
    "MilestoneStepKind",
    "RemarkKind",
    "RiskLevel",
    "RoundState",
    "Weather",
]
