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

MIN_TITLE_SIMILARITY = 94.0
MIN_NAME_SIMILARITY = 92.0
MAX_GROUP_SIZE = 200
T = TypeVar("T")
_LEVEL_NUMBERS = re.compile(r"\d+|\b[abc][12]\b")
_LEGAL_FORMS = re.compile(r"\b(association|assoc|sarl|sas|sasu|eurl|scop|groupe|centre de formation|cfa|greta)\b")


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
class DuplicatePair:
    """Two probable duplicates. ``first`` < ``second``."""

    first: int
    second: int
    similarity: float
    reason: str


def provider_pairs(providers: Iterable[ProviderFacts]) -> list[DuplicatePair]:
    """Providers with similar names and the same activity number or postal code."""
    every = list(providers)
    names = {each.key: _name(each.name) for each in every}
    pairs: dict[tuple[int, int], DuplicatePair] = {}
    for group, reason in (
        (_activity, "même numéro d’activité, noms proches"),
        (_post_code, "noms proches, même code postal"),
    ):
        for one, two in _candidate_pairs(every, group):
            similarity = token_sort_ratio(names[one.key], names[two.key], score_cutoff=MIN_NAME_SIMILARITY)
            if similarity:
                _add_pair(pairs, one.key, two.key, similarity, reason)
    return _sorted_pairs(pairs)


def training_pairs(trainings: Iterable[TrainingFacts]) -> list[DuplicatePair]:
    """Trainings of one company with the same main code, similar titles and a commune in common."""
    normalise = cache(fold_text)
    pairs: dict[tuple[int, int], DuplicatePair] = {}
    for one, two in _candidate_pairs(list(trainings), _subject):
        if one.commune_codes.isdisjoint(two.commune_codes):
            continue
        similarity = token_set_ratio(normalise(one.title), normalise(two.title), score_cutoff=MIN_TITLE_SIMILARITY)
        if similarity and _same_level_numbers(normalise(one.title), normalise(two.title)):
            _add_pair(pairs, one.key, two.key, similarity, "même organisme, même domaine, même commune, titres proches")
    return _sorted_pairs(pairs)


def _same_level_numbers(one: str, two: str) -> bool:
    """« Anglais niveau 1 » and « Anglais niveau 2 » are two trainings, as are A2 and B1."""
    return _LEVEL_NUMBERS.findall(one) == _LEVEL_NUMBERS.findall(two)


def _activity(provider: ProviderFacts) -> str:
    return provider.activity_number


def _post_code(provider: ProviderFacts) -> str:
    return provider.postal_code


def _subject(training: TrainingFacts) -> str:
    return f"{training.siren} {training.main_code}" if training.main_code else ""


def _name(text: str) -> str:
    return _LEGAL_FORMS.sub(" ", fold_text(text)).strip() or fold_text(text)


def _candidate_pairs(candidates: list[T], group: Callable[[T], str]) -> Iterator[tuple[T, T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for each in candidates:
        key = group(each)
        if key:
            groups[key].append(each)
    for members in groups.values():
        yield from combinations(members[:MAX_GROUP_SIZE], 2)


def _add_pair(pairs: dict[tuple[int, int], DuplicatePair], one: int, two: int, similarity: float, reason: str) -> None:
    key = (min(one, two), max(one, two))
    pairs.setdefault(key, DuplicatePair(*key, round(similarity, 1), reason))


def _sorted_pairs(pairs: dict[tuple[int, int], DuplicatePair]) -> list[DuplicatePair]:
    return sorted(pairs.values(), key=lambda each: (-each.similarity, each.first, each.second))
