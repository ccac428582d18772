"""Words of the agenda: kinds of meetings, what is given to open one, what is read of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class MeetingKind(StrEnum):
    INFORMATION = "information"
    TEST = "test"
    VISIT = "visit"
    LAB_DAY = "lab_day"


KIND_LABELS = {
    MeetingKind.INFORMATION: "Information collective",
    MeetingKind.TEST: "Test ou entretien",
    MeetingKind.VISIT: "Visite",
    MeetingKind.LAB_DAY: "Journée d’essai",
}


@dataclass(frozen=True, slots=True)
class MeetingGiven:
    """What is the same for all the dates opened at once. ``seats`` is the number of people who may come to each."""

    kind: MeetingKind
    title: str
    lasts: timedelta
    seats: int
    place: str = ""
    commune_code: str = ""
    is_remote: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A meeting as somebody who may come to it sees it. ``taken`` counts those who chose it or were summoned."""

    meeting_id: int
    kind: MeetingKind
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    is_remote: bool
    link: str
    host_name: str
    seats: int
    taken: int
    is_cancelled: bool

    @property
    def left(self) -> int:
        return max(0, self.seats - self.taken)

    @property
    def is_full(self) -> bool:
        return self.left == 0
