"""Invented people over real communes: age, sex, highest diploma, network that follows them. Pure, by seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pacte.demo.region import calibration as odds
from pacte.demo.region.training_supply import Town
from pacte.demo.stories.reader import read_story

NETWORKS = (("france-travail", 0.58), ("mission-locale", 0.24), ("cap-emploi", 0.07), ("conseil-departemental", 0.11))


@dataclass(slots=True)
class InventedPerson:
    """``network`` is (kind, department). ``free_from``: day number from which a new journey may begin."""

    rank: int
    sex: str
    birth_year: int
    diploma: int | None
    town: Town
    network: tuple[str, str]
    has_licence: bool
    has_vehicle: bool
    free_from: int = 0
    journeys: int = 0

    def age(self, year: int) -> int:
        return year - self.birth_year

    @property
    def is_low_qualified(self) -> bool:
        return self.diploma is not None and self.diploma < 4


@dataclass(frozen=True, slots=True)
class InventedNames:
    """``first_names`` by sex, « f » or « m »."""

    first_names: dict[str, tuple[str, ...]]
    last_names: tuple[str, ...]


def invent_people(
    chance: random.Random, towns: Sequence[Town], count: int, *, middle_year: int
) -> list[InventedPerson]:
    """``count`` people distributed over the communes by inhabitants; ages refer to the middle of the period."""
    homes = chance.choices(towns, [town.weight for town in towns], k=count)
    return [_person(chance, rank, home, middle_year) for rank, home in enumerate(homes)]


def _person(chance: random.Random, rank: int, town: Town, year: int) -> InventedPerson:
    age = chance.randint(17, 25) if chance.random() < 0.3 else min(64, round(26 + chance.expovariate(1 / 12)))
    low = chance.random() < odds.LOW_QUALIFIED
    diploma: int | None = chance.choice((1, 2, 3, 3, 3)) if low else chance.choice((4, 4, 4, 5, 6))
    if chance.random() < 0.03:
        diploma = None
    kind = chance.choices([name for name, _ in NETWORKS], [weight for _, weight in NETWORKS])[0]
    if kind == "mission-locale" and age > 25:
        kind = "france-travail"
    licence = chance.random() < 0.66
    return InventedPerson(
        rank=rank,
        sex=chance.choice("fm"),
        birth_year=year - age,
        diploma=diploma,
        town=town,
        network=(kind, town.department),
        has_licence=licence,
        has_vehicle=licence and chance.random() < 0.72,
    )


def invented_name(person: InventedPerson) -> tuple[str, str]:
    """Return (first name, last name): last names that nobody has, so that no real person is ever matched."""
    names = invented_names()
    firsts, lasts = names.first_names[person.sex], names.last_names
    return firsts[person.rank % len(firsts)], lasts[person.rank // len(firsts) % len(lasts)]


@cache
def invented_names() -> InventedNames:
    return read_story("invented_names", InventedNames)
