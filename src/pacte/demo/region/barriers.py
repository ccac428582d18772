"""What stands in the way of invented people: noted when their first journey opens, lifted for some before they enter.

Nothing is drawn here: the other lives stay what they are. The shares are invented, and no published figure.
"""

from __future__ import annotations

from dataclasses import dataclass

from pacte.demo.region.life import Life

# Networks that accompany socially note barriers in the journey; the public employment service keeps them in its file.
_NOTED_BY = frozenset({"mission-locale", "cap-emploi", "conseil-departemental"})
# Of ten barriers, how many are lifted, by theme.
_LIFTED = {"mobility": 5, "digital": 6, "housing": 3, "health": 4, "language": 3, "money": 6, "family": 5}


@dataclass(frozen=True, slots=True)
class Noted:
    """Days are ordinals; ``solved`` is None while it stands."""

    theme: str
    constraint: str
    on: int
    solved: int | None


def notes_them(life: Life) -> bool:
    return life.person.network[0] in _NOTED_BY


def noted(life: Life, barriers: list[tuple[str, str]], today: int) -> list[Noted]:
    """``barriers``: (theme, constraint). Lifted within three months, and before the journey in training ends."""
    opened = life.steps[0][1]
    last = min(today, life.ended_on or today)
    found = []
    for rank, (theme, constraint) in enumerate(barriers):
        turn = life.turn + 7 * rank
        solved = opened + 10 + turn % 80 if turn % 10 < _LIFTED[theme] else None
        found.append(Noted(theme, constraint, opened, solved if solved is not None and solved < last else None))
    return found
