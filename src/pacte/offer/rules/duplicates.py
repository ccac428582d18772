"""Detection of duplicate providers and trainings. A missed duplicate is better than a false one. Pure.

Only items of one small group are compared (same activity number, same postal code…), which bounds the cost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TypeVar

from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

from pacte.kernel.french import fold_text

SAME_TITLE = 94.0
SAME_NAME = 92.0
LARGEST_GROUP = 200
T = TypeVar("T")
_FIGURES = re.compile(r"\d+|\b[abc][12]\b")
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
    """Two probable duplicates. ``first`` < ``second``."""

    first: int
    second: int
    likeness: float
    reason: str


def provider_pairs(providers: Iterable[ProviderFacts]) -> list[Pair]:
    """Providers with similar names and the same activity number or postal code."""
    every = list(providers)
    names = {each.key: _name(each.name) for each in every}
    found: dict[tuple[int, int], Pair] = {}
    for group, reason in (
        (_activity, "même numéro d’activité, noms proches"),
        (_post_code, "noms proches, même code postal"),
    ):
        for one, two in _within(every, group):
            likeness = token_sort_ratio(names[one.key], names[two.key], score_cutoff=SAME_NAME)
            if likeness:
                _keep(found, one.key, two.key, likeness, reason)
    return _sorted(found)


def training_pairs(trainings: Iterable[TrainingFacts]) -> list[Pair]:
    """Trainings of one company with the same main code, similar titles and a commune in common."""
    bare = cache(fold_text)
    found: dict[tuple[int, int], Pair] = {}
    for one, two in _within(list(trainings), _subject):
        if one.commune_codes.isdisjoint(two.commune_codes):
            continue
        likeness = token_set_ratio(bare(one.title), bare(two.title), score_cutoff=SAME_TITLE)
        if likeness and _same_figures(bare(one.title), bare(two.title)):
            _keep(found, one.key, two.key, likeness, "même organisme, même domaine, même commune, titres proches")
    return _sorted(found)


def _same_figures(one: str, two: str) -> bool:
    """« Anglais niveau 1 » and « Anglais niveau 2 » are two trainings, as are A2 and B1."""
    return _FIGURES.findall(one) == _FIGURES.findall(two)


def _activity(provider: ProviderFacts) -> str:
    return provider.activity_number


def _post_code(provider: ProviderFacts) -> str:
    return provider.postal_code


def _subject(training: TrainingFacts) -> str:
    return f"{training.siren} {training.main_code}" if training.main_code else ""


def _name(text: str) -> str:
    return _LEGAL.sub(" ", fold_text(text)).strip() or fold_text(text)


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
