"""Matches typed words with labels: ignores accents, articles and plurals, corrects misspelled words. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from rapidfuzz import fuzz, process

from pacte.kernel.french import fold_text

MOST_WORDS = 8
NEAR_ENOUGH = 78.0
_SMALL = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour"})


def words_of(text: str) -> list[str]:
    """Return the significant words, without accents: « Aide-soignant·e d'État » gives aide, soignant, etat."""
    found = re.findall(r"[a-z0-9]+", fold_text(text))
    return [word for word in found if word not in _SMALL and (len(word) > 1 or word.isdigit())]


def stem(word: str) -> str:
    """Return the prefix shared by singular and plural, and often by masculine and feminine."""
    bare = word
    for ending in ("s", "x", "e"):
        if len(bare) > 3 and bare.endswith(ending):
            bare = bare[: -len(ending)]
    return bare


def stems_of(text: str) -> list[str]:
    """Return the distinct stems to search, in typing order."""
    return list(dict.fromkeys(stem(word) for word in words_of(text)))[:MOST_WORDS]


def closeness(asked: str, name: str) -> float:
    """Score a label: 1 for the exact words, 0.9 at most when it starts with them, less as it has more other words."""
    wanted, held = [stem(word) for word in words_of(asked)], [stem(word) for word in words_of(name)]
    if not wanted or not held:
        return 0.0
    if wanted == held or _is_one_gender_of(wanted, name):
        return 1.0
    share = len(wanted) / max(len(held), len(wanted))
    if held[: len(wanted)] == wanted:
        return 0.7 + 0.2 * share
    present = sum(any(each.startswith(word) for each in held) for word in wanted) / len(wanted)
    return 0.3 + 0.3 * present * share + 0.1 * present


def _is_one_gender_of(wanted: list[str], name: str) -> bool:
    """Return True when the words are one gender of the label.

    « Soudeur / Soudeuse » has two complete forms; in « Infirmier / Infirmière anesthésiste » the last word applies to
    both.
    """
    parts = [[stem(word) for word in words_of(part)] for part in name.split("/")]
    return wanted in parts and len({len(part) for part in parts}) == 1


def neighbours(wanted: str, vocabulary: Collection[str], *, limit: int = 3) -> list[str]:
    """Return the known stems nearest to a stem, nearest first: « soudur » gives soudure, soudeur."""
    if len(wanted) < 4:
        return [wanted]
    found = process.extract(wanted, vocabulary, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=limit)
    return list(dict.fromkeys(stem(word) for word, _, _ in found)) or [wanted]
