"""Enums of steering: weather, rounds, milestones, risks, committees, decisions. Pure."""

from enum import StrEnum


class Weather(StrEnum):
    """A human judgement, dated and signed. It complements the figures and never replaces them."""

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
    """The state of a round. A closed round is frozen: it is what a committee printed."""

    OPEN = "open"
    CLOSED = "closed"


class AnswerState(StrEnum):
    """The state of an answer in a round. ``RETURNED``: the pilot sent it back with a comment."""

    AWAITED = "awaited"
    STARTED = "started"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class MilestoneEventKind(StrEnum):
    """The kind of a milestone event. Lateness is computed, never entered."""

    SET = "set"
    MOVED = "moved"
    DONE = "done"
    REOPENED = "reopened"
    DROPPED = "dropped"


class RemarkKind(StrEnum):
    """The kind of a remark on an answer: a comment, the reason of a return, or the trace of an automatic reminder."""

    COMMENT = "comment"
    RETURN = "return"
    REMINDER = "reminder"


class RiskLevel(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class CommitteeState(StrEnum):
    """The state of a committee. From ``HELD`` on, its statement of decisions can be issued, which freezes it."""

    PLANNED = "planned"
    HELD = "held"
    ISSUED = "issued"


class DecisionEventKind(StrEnum):
    """The kind of a decision event. Lateness and pending checks are computed from the dates."""

    TAKEN = "taken"
    PROGRESS = "progress"
    DONE = "done"
    EFFECT_SEEN = "effect_seen"
    EFFECT_NOT_SEEN = "effect_not_seen"
    POSTPONED = "postponed"
    ABANDONED = "abandoned"
