"""Enums and read models of the adviser's desk: scopes, wait statuses, contacts, summaries. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pacte.journeys.records.people import Theme
from pacte.journeys.records.steps import JourneyState

SILENT_DAYS = 8
SILENT_CHOICES = (8, 15, 30, 60)


class WaitStatus(StrEnum):
    """Who must make the next move: the adviser, somebody else, or unknown because the learner is silent."""

    TO_DO = "to_do"
    AWAITED = "awaited"
    SILENT = "silent"


class ScopeKind(StrEnum):
    """Whose learners: the adviser's own, all those of the body, those of a colleague who is replaced."""

    MINE = "mine"
    AGENCY = "agency"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class AdviserScope:
    """``person_id``: the adviser whose learners they are, None for everybody of the bodies."""

    kind: ScopeKind
    body_ids: tuple[int, ...]
    person_id: int | None = None
    name: str = ""


class NoteKind(StrEnum):
    """Kind of a notebook entry: a note, or a contact made or attempted."""

    WORD = "word"
    CALL = "call"
    MESSAGE = "message"
    MEETING = "meeting"
    THREE_WAY = "three_way"


NOTE_LABELS = {
    NoteKind.WORD: "Mot",
    NoteKind.CALL: "Appel",
    NoteKind.MESSAGE: "Message",
    NoteKind.MEETING: "Rendez-vous",
    NoteKind.THREE_WAY: "Bilan à trois",
}


class Phase(StrEnum):
    """Support before, during and after a training (action 29 counts contacts in each)."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


PHASE_LABELS = {Phase.BEFORE: "Avant", Phase.DURING: "Pendant", Phase.AFTER: "Après"}


@dataclass(frozen=True, slots=True)
class DeskRow:
    """Inputs that decide the desk column of a journey.

    ``seen_on``: last sign of life of the learner. ``due_on``: date by which the adviser owes ``due_what``, the code of
    an obligation; None when nothing is owed. ``is_to_send``: an invitation is prepared and has not left.
    ``postponed_until``: the day that the adviser chose to come back to it. For a learner in training, ``absences`` are
    unexcused half-days since the last contact, the latest on ``absent_on``; ``has_next`` tells that another journey
    holds a seat. ``seat_until``: last day on which the seat is held, None without a limit. ``is_later_stage``: proposed
    as a later step of a plan of modules, while the step before is not over.
    """

    journey_id: int
    learner_id: int
    state: JourneyState
    state_on: date
    seen_on: date
    starts_on: date | None = None
    is_rolling: bool = False
    due_on: date | None = None
    due_what: str = ""
    is_to_send: bool = False
    postponed_until: date | None = None
    ends_on: date | None = None
    has_next: bool = False
    absences: int = 0
    absent_on: date | None = None
    seat_until: date | None = None
    is_later_stage: bool = False


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A journey of the desk as it is shown. ``title``, ``town``, ``provider``: of its session, empty without one."""

    row: DeskRow
    wait: WaitStatus
    journey_key: UUID
    learner_key: UUID
    name: str
    title: str = ""
    town: str = ""
    provider: str = ""
    adviser: str = ""


class NextDateKind(StrEnum):
    """What happens on the next date of a learner."""

    MEETING = "meeting"
    CALL_BACK = "call_back"
    DUE = "due"
    POSTPONED = "postponed"
    ENTRY = "entry"
    END = "end"


NEXT_DATE_LABELS = {
    NextDateKind.MEETING: "rendez-vous",
    NextDateKind.CALL_BACK: "à rappeler",
    NextDateKind.DUE: "un geste de vous",
    NextDateKind.POSTPONED: "reportée par vous",
    NextDateKind.ENTRY: "entrée en formation",
    NextDateKind.END: "fin de la formation",
}


@dataclass(frozen=True, slots=True)
class NextDate:
    """The next date of a learner, past when something is late."""

    on: date
    kind: NextDateKind


@dataclass(frozen=True, slots=True)
class LearnerSummary:
    """A learner in a list. ``barriers``: those not solved yet.

    From ``journey_key`` on, fields describe the latest journey; None without one.
    """

    learner_key: UUID
    name: str
    commune_code: str
    seen_on: date
    adviser: str
    journey_key: UUID | None = None
    state: JourneyState | None = None
    state_on: date | None = None
    title: str = ""
    wait: WaitStatus | None = None
    next_date: NextDate | None = None
    barriers: tuple[Theme, ...] = ()


@dataclass(frozen=True, slots=True)
class NotebookItem:
    """An entry of the shared notebook. ``body`` is empty when the learner wrote it."""

    at: datetime
    phase: Phase
    kind: NoteKind
    text: str
    who: str
    body: str
    reached: bool | None


@dataclass(frozen=True, slots=True)
class ReferentPeriod:
    """A referent and their period; the last day is None for the present one."""

    body: str
    person: str
    valid_from: date
    valid_until: date | None
