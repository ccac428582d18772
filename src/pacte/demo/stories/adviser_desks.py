"""Shape of ``adviser_desks.yaml``: how many people wait on each desk, by state of their journey.

``silent``: how many of them gave no news since they told their need.
"""

from __future__ import annotations

from dataclasses import dataclass

from pacte.demo.stories.reader import read_story
from pacte.journeys.records import JourneyState


@dataclass(frozen=True, slots=True)
class FirstDeskStory:
    """The desk of a network in a department, both by their code."""

    network: str
    department: str
    learners: dict[JourneyState, int]
    silent: dict[JourneyState, int]


@dataclass(frozen=True, slots=True)
class DeskStory:
    """``email`` is that of the adviser, ``body`` the name of an organisation."""

    email: str
    body: str
    learners: dict[JourneyState, int]
    silent: dict[JourneyState, int]


@dataclass(frozen=True, slots=True)
class AdviserDeskStories:
    """``releases``: days from today to the earliest release of each person in prison, in turn."""

    first: FirstDeskStory
    others: tuple[DeskStory, ...]
    releases: tuple[int, ...]


def adviser_desk_stories() -> AdviserDeskStories:
    return read_story("adviser_desks", AdviserDeskStories)
