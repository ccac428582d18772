"""Shape of ``place_requests.yaml``: visitors who ask for a place, and what was already answered."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.demo.stories.reader import read_story
from pacte.journeys.records.place_requests import PlaceRequestOutcome


@dataclass(frozen=True, slots=True)
class PlaceRequestStory:
    """``network`` is a name, "" without one; ``taken_by`` is « provider », « adviser » or "" for nobody yet."""

    first_name: str
    last_name: str
    phone: str = ""
    email: str = ""
    town: str = ""
    network: str = ""
    has_adviser: bool = False
    message: str = ""
    days_ago: int = 0
    dated: bool = False
    taken_by: str = ""
    outcome: PlaceRequestOutcome | None = None


@dataclass(frozen=True, slots=True)
class PlaceRequestStories:
    """``provider`` and ``adviser`` are e-mails of the demonstration."""

    provider: str
    adviser: str
    requests: tuple[PlaceRequestStory, ...]


def place_request_stories() -> PlaceRequestStories:
    return read_story("place_requests", PlaceRequestStories)
