"""Shape of ``relations.yaml``: who follows trainees by the Region's choice, and the reviews that were held by three."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.demo.stories.reader import read_story
from pacte.journeys.records.relations import RelationMode


@dataclass(frozen=True, slots=True)
class RelationStory:
    """``every``: a review is planned for one trainee in that many, ``most`` at most; the others are shares in ten."""

    decided_on: date
    mode: RelationMode
    reason: str
    every: int
    most: int
    confirmed_of_ten: int
    awaiting_of_ten: int


def relation_story() -> RelationStory:
    return read_story("relations", RelationStory)
