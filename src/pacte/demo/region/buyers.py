"""Which body buys each invented session: the Region, or the second buyer of the demonstration. Pure.

No random draw: the buyer depends on the session alone, so that journeys drawn elsewhere stay the same.
"""

from __future__ import annotations

from pacte.demo.region.training_supply import InventedSession
from pacte.demo.stories.second_buyer import second_buyer_story


def is_bought_by_second(session: InventedSession) -> bool:
    return any(
        part.takes(
            year=session.was_on.year, family=session.family.key, department=session.town.department, rank=session.rank
        )
        for part in second_buyer_story().parts
    )
