"""Shape of ``offer_history.yaml``: descriptions kept by night, searches without answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.demo.stories.reader import read_story
from pacte.offer.records.unmet_searches import SearchTermKind


@dataclass(frozen=True, slots=True)
class DescribedStory:
    """``share``: of the trainings described today, those that already were on that day."""

    on: date
    share: float


@dataclass(frozen=True, slots=True)
class UnmetSearchStory:
    kind: SearchTermKind
    term: str
    department: str
    a_month: int


@dataclass(frozen=True, slots=True)
class OfferHistoryStory:
    described: tuple[DescribedStory, ...]
    searches: tuple[UnmetSearchStory, ...]


def offer_history_story() -> OfferHistoryStory:
    return read_story("offer_history", OfferHistoryStory)
