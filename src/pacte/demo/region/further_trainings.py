"""Who comes back to training after a literacy stage, or after leaving for a job. Pure.

Without a random draw: an entry already simulated is given to somebody who waits for one, with the age class, the sex,
the level of diploma and the department of the person whom it replaces. Every probability of the simulation depends on
those only, so that all other journeys, and every rate, stay the same.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from pacte.demo.region.invented_journey import InventedJourney
from pacte.demo.region.invented_people import InventedPerson

_AFTER_LITERACY, _AFTER_JOB = 0.45, 0.3  # those who look for another training; not all find one
_COMPLETED = frozenset({"to_term", "goal_reached"})
# Days between the end and the next entry, first and last.
_SOON, _LATER, _BACK_FROM_JOB = (1, 30), (31, 120), (40, 320)
_PREPARED_SOON = 0.7  # of those after literacy: the next place is found before the stage ends

# Days before the end of the stage at which the seat is held at the earliest, and until after the entry.
_HELD_BEFORE, _HELD_AFTER_ENTRY = 14, 7

# Department, sex, low diploma (None when unknown).
_Profile = tuple[str, str, bool | None]


@dataclass(frozen=True, slots=True)
class _Candidate:
    ended: InventedJourney
    first: int
    last: int

    @property
    def is_prepared(self) -> bool:
        """Whether the next place is looked for before the stage ends."""
        return self.last - (self.ended.ended_on or 0) == _SOON[1]

    def fits(self, life: InventedJourney) -> bool:
        """Whether the entry comes in time, and its training ends before the person may be drawn again."""
        person, year = self.ended.person, life.session.year
        return (
            self.first <= (life.entered_on or 0) <= self.last
            and (life.ended_on or 0) < person.free_from
            and (person.age(year) < 26) == (life.person.age(year) < 26)
        )


class FurtherTrainings:
    """People waiting for another training, by profile."""

    def __init__(self) -> None:
        self._candidates: dict[_Profile, list[_Candidate]] = defaultdict(list)

    def expect(self, life: InventedJourney) -> None:
        """Make the person wait for another training, for some."""
        days, end = _days_until_next(life), life.ended_on
        if days is None or end is None:
            return
        candidates = self._candidates[_profile(life.person)]
        # Sessions come in the order of their first day, and nobody enters one before it.
        candidates[:] = [each for each in candidates if each.last >= life.session.starts_on.toordinal()]
        candidates.append(_Candidate(life, end + days[0], end + days[1]))

    def replace_person(self, life: InventedJourney) -> None:
        """Give the entry to the first who waits for one; not that of somebody who already continues a training."""
        if life.follows is not None or life.session.family.group == "preparatory":
            return
        candidates = self._candidates[_profile(life.person)]
        chosen = next((each for each in candidates if each.fits(life)), None)
        if chosen is not None:
            candidates.remove(chosen)
            life.person, life.follows = chosen.ended.person, chosen.ended
            if chosen.is_prepared:
                _hold_before_end(life, chosen.ended)


def _hold_before_end(life: InventedJourney, ended: InventedJourney) -> None:
    """Reserve the seat before the stage ends, once the person has come to the information; else it is too late."""
    test = next((rank for rank, step in enumerate(life.steps) if step[0] == "tested"), None)
    end, entry = ended.ended_on, life.entered_on
    if test is None or end is None or entry is None:
        return
    met, tested = life.steps[test - 1][1], life.steps[test][1]
    if met > end:
        return
    day = min(max(met, end - _HELD_BEFORE), tested)
    until = date.fromordinal(entry + _HELD_AFTER_ENTRY).isoformat()
    life.added.append(("seat_reserved", day, f'{{"seat_until": "{until}"}}'))
    life.steps.insert(test, life.added[-1])
    life.taken_on = day


def _profile(person: InventedPerson) -> _Profile:
    return person.town.department, person.sex, None if person.diploma is None else person.is_low_qualified


def _days_until_next(life: InventedJourney) -> tuple[int, int] | None:
    """First and last day of the next entry after the end; None for those who do not come back."""
    family = life.session.family
    # After a preparation the simulation decides who continues.
    if life.follows is not None or family.group == "preparatory":
        return None
    if life.end_kind == "to_job":
        return _BACK_FROM_JOB if life.lot("back from job") < _AFTER_JOB else None
    if family.nature != "literacy" or life.end_kind not in _COMPLETED or life.lot("further") >= _AFTER_LITERACY:
        return None
    return _SOON if life.lot("further soon") < _PREPARED_SOON else _LATER
