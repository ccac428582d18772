"""Where the invented region takes place, and what was written of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from pacte.demo.region.supply import Town
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import PARIS

_MORNING = time(9)
BY = "Région de démonstration (données fictives)"


@dataclass(frozen=True, slots=True)
class Setting:
    """The Region, its plan, and the bodies that follow people by kind and department.

    ``towns`` are all communes, ``training_towns`` those where training happens.
    ``certifications`` gives a real certification code by occupation and ``blocks`` those of its blocks; ``adviser_id``
    is the person who follows those of Vierzon; ``plan_actions`` the actions of the plan by number; ``today`` the
    day from which the living part of the demonstration is counted.
    """

    host_id: int
    region_code: str
    plan_id: int
    buyer_id: int
    provider_body_id: int
    networks: Mapping[tuple[str, str], int]
    adviser_id: int | None
    plan_actions: Mapping[ActionCode, int]
    towns: Sequence[Town]
    training_towns: Sequence[Town]
    certifications: Mapping[str, str]
    blocks: Mapping[str, Sequence[str]]
    today: date

    def at(self, day: date | int) -> str:
        return moment(day, self.today)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was written, all years together."""

    people: int
    sessions: int
    places: int
    entries: int
    steps: int


@dataclass(frozen=True, slots=True)
class SessionIdentifiers:
    """Of one session, in the database: itself, and the body of its provider when it has an account."""

    session_id: int
    provider_body_id: int | None


def moment(day: date | int, today: date) -> str:
    """When something of that day was recorded, as COPY reads it: in the morning; never after the present hour.

    What is of today, or planned later, was recorded as today began in Paris: that is past whatever the hour.
    """
    there = day if isinstance(day, date) else date.fromordinal(day)
    if there >= today:
        return datetime.combine(today, time.min, PARIS).astimezone(UTC).isoformat()
    return datetime.combine(there, _MORNING, UTC).isoformat()
