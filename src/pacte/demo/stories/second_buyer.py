"""Shape of ``second_buyer.yaml``: what another body than the Region buys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pacte.demo.stories.reader import read_story


@dataclass(frozen=True, slots=True)
class BuyerPartStory:
    """Some years of its purchases. ``one_in``: it takes one session in this many. Without departments: of any."""

    first_year: int
    last_year: int
    families: tuple[str, ...]
    one_in: int
    departments: tuple[str, ...] = ()

    def takes(self, *, year: int, family: str, department: str, rank: int) -> bool:
        return (
            self.first_year <= year <= self.last_year
            and family in self.families
            and (not self.departments or department in self.departments)
            and rank % self.one_in == 0
        )


@dataclass(frozen=True, slots=True)
class SecondBuyerStory:
    """``body``: name of the organisation that buys."""

    body: str
    parts: tuple[BuyerPartStory, ...]


@cache
def second_buyer_story() -> SecondBuyerStory:
    return read_story("second_buyer", SecondBuyerStory)
