"""Words of the adviser's side: whose people, what waits, contacts, what is shown of somebody. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pacte.journeys.records.steps import JourneyState

SILENT_DAYS = 8
SILENT_CHOICES = (8, 15, 30, 60)


class Wait(StrEnum):
    """Who owes the next move: the adviser, somebody else, or nobody knows because nothing is heard."""

    TO_DO = "to_do"
    AWAITED = "awaited"
    SILENT = "silent"


class Reach(StrEnum):
    """Whose people: one's own, all those of one's body, those of a colleague who is replaced."""

    MINE = "mine"
    AGENCY = "agency"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Scope:
    """``person_id``: the adviser whose people they are, None for everybody of the bodies."""

    reach: Reach
    body_ids: tuple[int, ...]
    person_id: int | None = None
    name: str = ""


class NoteKind(StrEnum):
    """What a line of the notebook tells: a word, or a contact that took place or was tried."""

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
    """What decides in which column a journey stands.

    ``seen_on``: last sign of life of the person. ``due_on``: until when the adviser owes a next proposal, a seat or a
    call, None when nothing is owed.
    """

    journey_id: int
    learner_id: int
    state: JourneyState
    state_on: date
    seen_on: date
    starts_on: date | None = None
    is_rolling: bool = False
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A journey of the desk as it is shown. ``title``, ``town``, ``provider``: of its session, empty without one."""

    row: DeskRow
    wait: Wait
    journey_key: UUID
    learner_key: UUID
    name: str
    title: str = ""
    town: str = ""
    provider: str = ""
    adviser: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in a list. ``journey_key`` and what follows: of the latest journey, None without any."""

    learner_key: UUID
    name: str
    commune_code: str
    seen_on: date
    adviser: str
    journey_key: UUID | None = None
    state: JourneyState | None = None
    state_on: date | None = None
    title: str = ""
    wait: Wait | None = None


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A line of the shared notebook. ``body`` is empty when the person wrote it."""

    at: datetime
    phase: Phase
    kind: NoteKind
    text: str
    who: str
    body: str
    reached: bool | None


@dataclass(frozen=True, slots=True)
class ReferentLine:
    """Who was the referent from when to when; the last day is None for the present one."""

    body: str
    person: str
    valid_from: date
    valid_until: date | None
