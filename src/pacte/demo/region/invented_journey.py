"""One invented journey, and its variant for a benchmark. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from pacte.demo.region.invented_people import InventedPerson
from pacte.demo.region.training_supply import InventedSession

# (kind, day, detail as JSON text); the day is an ordinal.
RawStep = tuple[str, int, str]
EMPTY_DETAIL = "{}"


@dataclass(slots=True)
class InventedJourney:
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
    def variation(self) -> int:
        """A deterministic number used to vary journeys without a random draw, so that the others stay the same."""
        return self.person.rank + 3 * self.session.rank


def without_seat(life: InventedJourney) -> InventedJourney:
    """The same journey without a seat (already taken), and with added barrier steps, as advisers write them.

    For a benchmark that needs many steps.
    """
    life.seat = None
    opened = life.steps[0][1]
    events: list[RawStep] = []
    for rank in range(6):
        events += [("barrier_noted", opened + rank, EMPTY_DETAIL), ("barrier_solved", opened + rank + 1, EMPTY_DETAIL)]
    life.steps[1:1] = events
    return life
