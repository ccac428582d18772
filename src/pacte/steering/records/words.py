"""Words of steering: weather, rounds, milestones, risks, committees, decisions. Pure."""

from __future__ import annotations

from enum import StrEnum


class Weather(StrEnum):
    """A human judgement, dated and signed; it stands beside the figures and never replaces them."""

    GOOD = "good"
    MIXED = "mixed"
    ALERT = "alert"
    NONE = "none"


WEATHER_LABELS = {
    Weather.GOOD: "Bon",
    Weather.MIXED: "Mitigé",
    Weather.ALERT: "Alerte",
    Weather.NONE: "Sans avis",
}


class RoundState(StrEnum):
    """A closed round is frozen: it is what a committee printed."""

    OPEN = "open"
    CLOSED = "closed"


class AnswerState(StrEnum):
    """Where one lead stands in one round. ``RETURNED``: the pilot sent it back with a word."""

    AWAITED = "awaited"
    STARTED = "started"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class MilestoneStepKind(StrEnum):
    """What happened to a milestone. Lateness is computed, never typed."""

    SET = "set"
    MOVED = "moved"
    DONE = "done"
    REOPENED = "reopened"
    DROPPED = "dropped"


class RemarkKind(StrEnum):
    """What is said about an answer: by the pilot who sends it back, beside a figure, or by the machine that reminds."""

    COMMENT = "comment"
    RETURN = "return"
    REMINDER = "reminder"


class RiskLevel(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class CommitteeState(StrEnum):
    """From ``HELD`` on, its statement of decisions can be issued; an issued statement is frozen."""

    PLANNED = "planned"
    HELD = "held"
    ISSUED = "issued"


class DecisionStepKind(StrEnum):
    """The fate of a decision. Lateness and checks due are computed from its dates."""

    TAKEN = "taken"
    PROGRESS = "progress"
    DONE = "done"
    EFFECT_SEEN = "effect_seen"
    EFFECT_NOT_SEEN = "effect_not_seen"
    POSTPONED = "postponed"
    ABANDONED = "abandoned"
