"""Finds the commune that somebody wrote among other words: « soudeur bourges », « cap cuisine à Tours ». Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pacte.reference.records import Place
from pacte.reference.text_matching import search_tokens

NameKey = tuple[str, ...]
_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}
# Words that come before a place.
_BEFORE = frozenset(
    {"a", "sur", "de", "pres", "vers", "autour", "dans", "secteur", "cote", "proche", "environs", "ville"}
)
_LONGEST_NAME = 7
_MOST_TOKENS = 14
# A smaller commune whose name is also a word of trades is taken for the word: « Ventes », « La Cuisine ».
_LARGE_ENOUGH = 2_000


@dataclass(frozen=True, slots=True)
class PlaceAmongWords:
    """``words``: what is left without the place. ``communes``: those of this name, the most populated first."""

    words: str
    communes: tuple[Place, ...]


def name_key(name: str) -> NameKey:
    """« St-Pierre des Corps » and « Saint Pierre des Corps » have the same key."""
    return tuple(_ABBREVIATIONS.get(token, token) for token in search_tokens(name))


def communes_by_name(communes: Iterable[Place]) -> dict[NameKey, tuple[Place, ...]]:
    """Communes by the key of their name, the most populated first."""
    by_name: dict[NameKey, tuple[Place, ...]] = {}
    for commune in sorted(communes, key=lambda each: (-(each.population or 0), each.code)):
        key = name_key(commune.name)
        by_name[key] = (*by_name.get(key, ()), commune)
    return by_name


def place_among_words(
    text: str, communes: Mapping[NameKey, Sequence[Place]], *, is_word: Callable[[str], bool]
) -> PlaceAmongWords | None:
    """The commune written in ``text``, the longest name first; None when there is none.

    ``is_word``: whether the search knows the word otherwise. Such a name is a place after « à », alone, or last after
    other words when the commune is not small.
    """
    tokens = search_tokens(text)[:_MOST_TOKENS]
    for length in range(min(_LONGEST_NAME, len(tokens)), 0, -1):
        for start in range(len(tokens) - length, -1, -1):
            named = communes.get(name_key(" ".join(tokens[start : start + length])))
            if named and _is_place(tokens, start, length, named, is_word):
                before, after = tokens[:start], tokens[start + length :]
                while before and before[-1] in _BEFORE:
                    before.pop()
                return PlaceAmongWords(" ".join([*before, *after]), tuple(named))
    return None


def _is_place(
    tokens: Sequence[str], start: int, length: int, named: Sequence[Place], is_word: Callable[[str], bool]
) -> bool:
    name = tokens[start : start + length]
    if not all(is_word(token) for token in name if len(token) > 2):
        return length > 1 or len(name[0]) > 2
    is_alone, is_last = length == len(tokens), start + length == len(tokens)
    is_large = (named[0].population or 0) >= _LARGE_ENOUGH
    is_announced = start > 0 and tokens[start - 1] in _BEFORE - {"de"}
    return is_large and (is_alone or is_announced or (is_last and start > 0))
