"""Shape of ``trainee.yaml``: one trainee with her link, and the people invited with her."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.demo.stories.reader import read_story


@dataclass(frozen=True, slots=True)
class InviteeStory:
    """``answer``: « choisit », « refuse », or nothing yet. Who answers, or ``is_sent``, got the invitation."""

    first_name: str
    answer: str = ""
    channel: str = "sms"
    is_sent: bool = False


@dataclass(frozen=True, slots=True)
class MeetingStory:
    in_days: int
    hour: int
    minute: int
    seats: int


@dataclass(frozen=True, slots=True)
class WeekStory:
    """``marks`` has one letter for each half day, from Monday."""

    marks: str
    minutes: int


@dataclass(frozen=True, slots=True)
class TraineeStory:
    """``adviser`` and ``provider`` are e-mails of the demonstration."""

    adviser: str
    provider: str
    first_name: str
    last_name: str
    phone: str
    others_phone: str
    others: tuple[InviteeStory, ...]
    place: str
    commune: str
    meetings: tuple[MeetingStory, ...]
    weeks: tuple[WeekStory, ...]


def trainee_story() -> TraineeStory:
    return read_story("trainee", TraineeStory)
