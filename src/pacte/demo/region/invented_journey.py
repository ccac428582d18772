"""One invented journey, and its variant for a benchmark. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b

from pacte.demo.region.invented_people import InventedPerson
from pacte.demo.region.training_supply import InventedSession

# (kind, day, detail as JSON text); the day is an ordinal.
RawStep = tuple[str, int, str]
EMPTY_DETAIL = "{}"


@dataclass(slots=True)
class InventedJourney:
    """One journey. ``seat`` is its rank in the session, None without one; ``weeks`` are (monday, marks, minutes).

    ``added``: those of the ``steps`` that were not simulated but written without a random draw; ``undone``: simulated
    steps that they replace. ``follows``: an earlier journey of the person, which this one continues. ``identifier``:
    that of its row, once written.
    """

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
    added: list[RawStep] = field(default_factory=list)
    undone: list[RawStep] = field(default_factory=list)
    follows: InventedJourney | None = None
    identifier: int = 0

    @property
    def variation(self) -> int:
        """A deterministic number used to vary journeys without a random draw, so that the others stay the same."""
        return self.person.rank + 3 * self.session.rank

    def add_step(self, kind: str, day: int, detail: str) -> None:
        """Add a step after the others."""
        self.added.append((kind, day, detail))
        self.steps.append((kind, day, detail))

    def lot(self, question: str) -> float:
        """A number from 0 to 1, different for each question: a draw that changes nothing of the others."""
        key = f"{question} {self.person.rank} {self.session.rank}".encode()
        return int.from_bytes(blake2b(key, digest_size=4).digest()) / 2**32


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
