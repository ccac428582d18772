"""Meeting kinds, input to open meetings, read models. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class MeetingKind(StrEnum):
    INFORMATION = "information"
    TEST = "test"
    VISIT = "visit"
    LAB_DAY = "lab_day"
    INDIVIDUAL = "individual"


KIND_LABELS = {
    MeetingKind.INFORMATION: "Information collective",
    MeetingKind.TEST: "Test ou entretien",
    MeetingKind.VISIT: "Visite",
    MeetingKind.LAB_DAY: "Journée d’essai",
    MeetingKind.INDIVIDUAL: "Rendez-vous individuel",
}


INDIVIDUAL_MINUTES = 30


@dataclass(frozen=True, slots=True)
class MeetingInput:
    """Attributes common to all the dates opened at once. ``seats`` is the number of people for each date."""

    kind: MeetingKind
    title: str
    duration: timedelta
    seats: int
    place: str = ""
    commune_code: str = ""
    is_remote: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class MeetingSlot:
    """A meeting as shown to a person who may come. ``taken`` counts the people who chose it or were summoned."""

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
    def seats_left(self) -> int:
        return max(0, self.seats - self.taken)

    @property
    def is_full(self) -> bool:
        return self.seats_left == 0
