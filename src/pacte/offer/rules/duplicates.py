"""Near-identical providers and trainings: a missed duplicate is better than a false one. Pure.

Only things of one small group are compared (same number of activity, same town…): the cost stays that of the groups.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

from pacte.kernel.french import plain

SAME_TITLE = 94.0
SAME_NAME = 92.0
LARGEST_GROUP = 200
T = TypeVar("T")
_LEGAL = re.compile(r"\b(association|assoc|sarl|sas|sasu|eurl|scop|groupe|centre de formation|cfa|greta)\b")


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    key: int
    siret: str
    activity_number: str
    name: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    key: int
    siren: str
    title: str
    main_code: str
    commune_codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that look like one. ``first`` < ``second``."""

    first: int
    second: int
    likeness: float
    reason: str


def provider_pairs(providers: Iterable[ProviderFacts]) -> list[Pair]:
    """Providers of the same activity number, or of close names in the same post code."""
    every = list(providers)
    found: dict[tuple[int, int], Pair] = {}
    for one, two in _within(every, lambda each: each.activity_number):
        if token_sort_ratio(_name(one.name), _name(two.name)) >= SAME_NAME:
            _keep(found, one.key, two.key, 100.0, "même numéro d’activité, même nom")
    for one, two in _within(every, lambda each: each.postal_code):
        likeness = token_sort_ratio(_name(one.name), _name(two.name))
        if likeness >= SAME_NAME:
            _keep(found, one.key, two.key, likeness, "noms proches, même code postal")
    return _sorted(found)


def training_pairs(trainings: Iterable[TrainingFacts]) -> list[Pair]:
    """Trainings of one enterprise, of the same main code, with close titles, given in a same commune."""
    found: dict[tuple[int, int], Pair] = {}
    for one, two in _within(list(trainings), lambda each: f"{each.siren} {each.main_code}" if each.main_code else ""):
        likeness = token_set_ratio(plain(one.title), plain(two.title))
        if likeness >= SAME_TITLE and one.commune_codes & two.commune_codes and _same_figures(one.title, two.title):
            _keep(found, one.key, two.key, likeness, "même organisme, même domaine, même commune, titres proches")
    return _sorted(found)


def _same_figures(one: str, two: str) -> bool:
    """« Anglais niveau 1 » and « Anglais niveau 2 » are two trainings."""
    figures = re.compile(r"\d+|\b[ABC][12]\b")
    return figures.findall(one) == figures.findall(two)


def _name(text: str) -> str:
    return _LEGAL.sub(" ", plain(text)).strip() or plain(text)


def _within(things: list[T], group: Callable[[T], str]) -> Iterator[tuple[T, T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for each in things:
        key = group(each)
        if key:
            groups[key].append(each)
    for members in groups.values():
        yield from combinations(members[:LARGEST_GROUP], 2)


def _keep(found: dict[tuple[int, int], Pair], one: int, two: int, likeness: float, reason: str) -> None:
    key = (min(one, two), max(one, two))
    found.setdefault(key, Pair(*key, round(likeness, 1), reason))


def _sorted(found: dict[tuple[int, int], Pair]) -> list[Pair]:
    return sorted(found.values(), key=lambda each: (-each.likeness, each.first, each.second))
