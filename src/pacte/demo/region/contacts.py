"""Contacts of the advisers with their trainees, as the shared notebook has them: before, during and after. Pure.

No random draw: the other journeys stay the same. Which networks write in the notebook is invented.
"""

from __future__ import annotations

from collections.abc import Iterator

from pacte.demo.region.invented_journey import InventedJourney

# By network: share of the journeys with a contact in the three phases, then in one or two.
_SHARES = {
    "mission-locale": (0.86, 0.1),
    "cap-emploi": (0.75, 0.2),
    "conseil-departemental": (0.5, 0.3),
    "france-travail": (0.4, 0.3),
}
# The agencies of the other departments keep their contacts in their own tool.
_SHARING_AGENCIES = frozenset({"18", "37", "45"})
_PHASES_OF_SOME = (("before",), ("before", "during"), ("during", "after"))
_KINDS = {"before": ("meeting", "call"), "during": ("three_way", "call"), "after": ("call", "message")}
_LONGEST_AFTER = 60  # days
_MISSED_EVERY = 4  # one contact in this many follows an attempt without answer, two days before


def contacts_of(life: InventedJourney, entered: int, today: int) -> Iterator[tuple[str, str, int, bool]]:
    """(phase, kind, day, reached) of each contact until today, for a journey in training or ended."""
    drawn = life.lot("contacts")
    turn = int(drawn * 2**24)
    opened, ended = life.steps[0][1], life.ended_on or today
    spans = {"before": (opened, entered - 1), "during": (entered, ended), "after": (ended + 1, ended + _LONGEST_AFTER)}
    for rank, phase in enumerate(_phases(life, drawn, turn)):
        first, last = spans[phase]
        day = first + (turn >> 3 * rank) % (last - first + 1)
        kind = _KINDS[phase][(turn >> rank) % 2]
        if (turn + rank) % _MISSED_EVERY == 0 and first <= day - 2 <= today:
            yield phase, "call", day - 2, False
        if day <= today:
            yield phase, kind, day, True


def _phases(life: InventedJourney, drawn: float, turn: int) -> tuple[str, ...]:
    network, department = life.person.network
    if network == "france-travail" and department not in _SHARING_AGENCIES:
        return ()
    every, some = _SHARES[network]
    if drawn < every:
        return tuple(_KINDS)
    return _PHASES_OF_SOME[turn % len(_PHASES_OF_SOME)] if drawn < every + some else ()
