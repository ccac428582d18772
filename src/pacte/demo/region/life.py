"""One invented journey, and the same told again for a bench. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from pacte.demo.region.people import InventedPerson
from pacte.demo.region.supply import InventedSession

# (kind, day, detail as JSON text); the day is an ordinal.
RawStep = tuple[str, int, str]
NOTHING = "{}"


@dataclass(slots=True)
class Life:
    """One journey. ``seat`` is its rank in the session, None without one; ``weeks`` are (monday, marks, minutes)."""

    person: InventedPerson
    session: InventedSession
    steps: list[RawStep] = field(default_factory=list)
    seat: int | None = None
    taken_on: int = 0
    entered_on: int | None = None
    ended_on: int | None = None
    released_on: int | None = None
    end_kind: str = ""
    end_reason: str = ""
    weeks: list[tuple[int, str, int]] = field(default_factory=list)

    @property
    def turn(self) -> int:
        """A number of its own, for what is varied without being drawn: the other lives stay the same."""
        return self.person.rank + 3 * self.session.rank


def seatless(life: Life) -> Life:
    """The same life without a seat, which somebody else holds, and with small events on the way: barriers that come
    and go, as advisers write them. For a bench that needs many steps.
    """
    life.seat = None
    opened = life.steps[0][1]
    events: list[RawStep] = []
    for rank in range(6):
        events += [("barrier_noted", opened + rank, NOTHING), ("barrier_solved", opened + rank + 1, NOTHING)]
    life.steps[1:1] = events
    return life
