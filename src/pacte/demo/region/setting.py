"""Where the invented region takes place, and what was written of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pacte.demo.region.supply import Town

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
    plan_actions: Mapping[int, int]
    towns: Sequence[Town]
    training_towns: Sequence[Town]
    certifications: Mapping[str, str]
    blocks: Mapping[str, Sequence[str]]
    today: date


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


def at(day: date | int, hour: int = 9) -> str:
    """A moment of that day, as COPY reads it."""
    there = day if isinstance(day, date) else date.fromordinal(day)
    return datetime(there.year, there.month, there.day, hour, tzinfo=UTC).isoformat()
