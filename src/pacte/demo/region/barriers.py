"""Barriers of the invented people: recorded when their first journey opens, solved for some before they enter.

No random draw here: the other journeys stay the same. The shares are invented; none is a published figure.
"""

from __future__ import annotations

from dataclasses import dataclass

from pacte.demo.region.invented_journey import InventedJourney

# Social networks record barriers in the journey; the public employment service keeps them in its own records.
_RECORDING_NETWORKS = frozenset({"mission-locale", "cap-emploi", "conseil-departemental"})
# Number of barriers solved out of ten, by theme.
_LIFTED_OF_TEN = {"mobility": 5, "digital": 6, "housing": 3, "health": 4, "language": 3, "money": 6, "family": 5}


@dataclass(frozen=True, slots=True)
class InventedBarrier:
    """Days are ordinals; ``solved`` is None while the barrier remains."""

    theme: str
    constraint: str
    on: int
    solved: int | None


def records_barriers(life: InventedJourney) -> bool:
    return life.person.network[0] in _RECORDING_NETWORKS


def invented_barriers(life: InventedJourney, barriers: list[tuple[str, str]], today: int) -> list[InventedBarrier]:
    """``barriers``: (theme, constraint). Solved within three months, and before the training ends."""
    opened = life.steps[0][1]
    last = min(today, life.ended_on or today)
    dated_barriers = []
    for rank, (theme, constraint) in enumerate(barriers):
        turn = life.variation + 7 * rank
        solved = opened + 10 + turn % 80 if turn % 10 < _LIFTED_OF_TEN[theme] else None
        dated_barriers.append(
            InventedBarrier(theme, constraint, opened, solved if solved is not None and solved < last else None)
        )
    return dated_barriers
