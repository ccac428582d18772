"""People met where they are, counted without any name, by those whom a call chose to go towards them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_PEOPLE = 2000


class OutreachPlace(StrEnum):
    """Where the people were met."""

    STREET = "street"
    CENTRE = "centre"
    HOUSING = "housing"
    OTHER = "other"


OUTREACH_PLACE_LABELS = {
    OutreachPlace.STREET: "dans la rue",
    OutreachPlace.CENTRE: "dans un lieu d’accueil",
    OutreachPlace.HOUSING: "au pied des immeubles",
    OutreachPlace.OTHER: "ailleurs",
}


@dataclass(frozen=True, slots=True)
class OutreachFields:
    """Fields of the form, all public: who won, and the communes where they go."""

    name: str
    communes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutreachInput:
    """One round of contacts. ``first_time``: of the people met, those met for the first time."""

    on: date
    commune: str
    place: OutreachPlace
    people: int
    first_time: int


@dataclass(frozen=True, slots=True)
class OutreachTotal:
    """People met, of whom for the first time, in ``rounds`` rounds."""

    label: str
    rounds: int
    people: int
    first_time: int
