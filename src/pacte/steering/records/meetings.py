"""Committees and decisions as plain values: agenda, decisions and their follow-up. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from pacte.kernel.action_codes import ActionCode
from pacte.steering.records.enums import CommitteeState, DecisionEventKind


class AgendaKind(StrEnum):
    """What the members are expected to do on an agenda item."""

    INFORMATION = "information"
    DISCUSSION = "discussion"
    DECISION = "decision"


class DecisionState(StrEnum):
    """The state of a decision, always computed from its events."""

    TO_DO = "to_do"
    UNDERWAY = "underway"
    DONE = "done"
    EFFECT_SEEN = "effect_seen"
    EFFECT_NOT_SEEN = "effect_not_seen"
    ABANDONED = "abandoned"


AGENDA_LABELS = {
    AgendaKind.INFORMATION: "pour information",
    AgendaKind.DISCUSSION: "pour échange",
    AgendaKind.DECISION: "pour décision",
}
COMMITTEE_LABELS = {
    CommitteeState.PLANNED: "à venir",
    CommitteeState.HELD: "tenu",
    CommitteeState.ISSUED: "relevé envoyé",
}
DECISION_STATE_LABELS = {
    DecisionState.TO_DO: "à faire",
    DecisionState.UNDERWAY: "en cours",
    DecisionState.DONE: "appliquée",
    DecisionState.EFFECT_SEEN: "effet constaté",
    DecisionState.EFFECT_NOT_SEEN: "sans effet constaté",
    DecisionState.ABANDONED: "abandonnée",
}
DECISION_EVENT_LABELS = {
    DecisionEventKind.TAKEN: "décidée",
    DecisionEventKind.PROGRESS: "avancée",
    DecisionEventKind.DONE: "appliquée",
    DecisionEventKind.EFFECT_SEEN: "effet constaté",
    DecisionEventKind.EFFECT_NOT_SEEN: "effet non constaté",
    DecisionEventKind.POSTPONED: "reportée",
    DecisionEventKind.ABANDONED: "abandonnée",
}


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """One agenda item. ``begins_at`` is computed from the start of the meeting and the durations before it."""

    title: str
    kind: AgendaKind = AgendaKind.INFORMATION
    presenter: str = ""
    minutes: int | None = None
    number: ActionCode | None = None
    begins_at: time | None = None


@dataclass(frozen=True, slots=True)
class DecisionEventRow:
    """One event of a decision. ``due_on`` and ``check_on`` are the new dates when it is postponed."""

    kind: DecisionEventKind
    happened_on: date
    recorded_at: datetime
    note: str = ""
    due_on: date | None = None
    check_on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class DecisionStatus:
    """The status of a decision on a date. ``days_late`` counts from the due date in force, after postponements."""

    state: DecisionState
    since: date
    due_on: date | None
    check_on: date | None
    days_late: int = 0
    check_days: int = 0
    postponed: int = 0
    last_note: str = ""

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def is_to_check(self) -> bool:
        """Returns True when the check date has come and no verdict on the effect has been recorded."""
        return self.check_days > 0

    @property
    def is_closed(self) -> bool:
        """Returns True when nothing more is expected."""
        if self.state is DecisionState.DONE:
            return self.check_on is None
        return self.state in (DecisionState.EFFECT_SEEN, DecisionState.EFFECT_NOT_SEEN, DecisionState.ABANDONED)

    @property
    def label(self) -> str:
        return DECISION_STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True)
class DecisionSummary:
    """A decision as lists and exported files show it, with its status on a given date."""

    decision_id: int
    number: int
    text: str
    actions: tuple[ActionCode, ...]
    owner: str
    owner_id: int | None
    owner_body: str
    owner_body_id: int | None
    decided_on: date
    committee_number: int
    committee_title: str
    due_on: date | None
    expected_effect: str
    check_on: date | None
    status: DecisionStatus
    steps: tuple[DecisionEventRow, ...] = ()
    is_issued: bool = False

    @property
    def ref(self) -> str:
        return f"D-{self.number}"

    @property
    def owner_label(self) -> str:
        """« Julien Ferrand (Région) », « Région », « à désigner »."""
        if self.owner and self.owner_body:
            return f"{self.owner} ({self.owner_body})"
        return self.owner or self.owner_body or "à désigner"


class DueDecision(NamedTuple):
    """A decision with a pending due or check date, as a desk shows it.

    A NamedTuple because a desk loads hundreds of them and shows a few.
    """

    number: int
    text: str
    owner: str
    owner_id: int | None
    owner_body: str
    status: DecisionStatus


AnyDecision = TypeVar("AnyDecision", DecisionSummary, DueDecision)


@dataclass(frozen=True, slots=True)
class DecisionsDue(Generic[AnyDecision]):
    """Pending decisions on a date, by urgency. ``soon``: due or to check within two weeks."""

    late: tuple[AnyDecision, ...]
    to_check: tuple[AnyDecision, ...]
    soon: tuple[AnyDecision, ...]


@dataclass(frozen=True, slots=True)
class CommitteeSummary:
    """A committee in a list."""

    committee_id: int
    number: int
    title: str
    held_on: date
    starts_at: time | None
    place: str
    state: CommitteeState
    round_number: int | None
    round_label: str
    round_state: str
    points: int
    decisions: int
    pack_edition: int
    frozen_at: datetime | None
    statement_number: int | None
    issued_at: datetime | None
    issued_by: str = ""
    agenda: tuple[AgendaPoint, ...] = ()

    @property
    def has_pack(self) -> bool:
        return self.pack_edition > 0

    @property
    def state_label(self) -> str:
        return COMMITTEE_LABELS[self.state]
