"""Matches typed words with labels: ignores accents, articles and plurals, corrects misspelled words. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from pacte.kernel.french import fold_text

MAX_WORDS = 8
MIN_SIMILARITY = 78.0
_MIN_SPELLING_SIMILARITY = 74.0
_MAX_SPELLINGS = 4
_STOP_WORDS = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour"}
)


def search_tokens(text: str) -> list[str]:
    """Return all the words, without accents: « Aide-soignant·e d'État » gives aide, soignant, e, d, etat."""
    return re.findall(r"[a-z0-9]+", fold_text(text))


def significant_words(text: str) -> list[str]:
    """Return the significant words, without accents: « Aide-soignant·e d'État » gives aide, soignant, etat."""
    tokens = search_tokens(text)
    return [word for word in tokens if word not in _STOP_WORDS and (len(word) > 1 or word.isdigit())]


def word_stem(word: str) -> str:
    """Return the prefix shared by singular and plural, and often by masculine and feminine."""
    shortened = word
    for ending in ("s", "x", "e"):
        if len(shortened) > 3 and shortened.endswith(ending):
            shortened = shortened[: -len(ending)]
    return shortened


def search_stems(text: str) -> list[str]:
    """Return the distinct stems to search, in typing order."""
    return list(dict.fromkeys(word_stem(word) for word in significant_words(text)))[:MAX_WORDS]


def label_match_score(query: str, label: str) -> float:
    """Score a label: 1 for the exact words, 0.9 at most when it starts with them, less as it has more other words."""
    query_stems, label_stems = (
        [word_stem(word) for word in significant_words(query)],
        [word_stem(word) for word in significant_words(label)],
    )
    if not query_stems or not label_stems:
        return 0.0
    if query_stems == label_stems or _is_one_gender_of(query_stems, label):
        return 1.0
    share = len(query_stems) / max(len(label_stems), len(query_stems))
    if label_stems[: len(query_stems)] == query_stems:
        return 0.7 + 0.2 * share
    present_share = sum(any(each.startswith(word) for each in label_stems) for word in query_stems) / len(query_stems)
    return 0.3 + 0.3 * present_share * share + 0.1 * present_share


def _is_one_gender_of(wanted: list[str], name: str) -> bool:
    """Return True when the words are one gender of the label.

    « Soudeur / Soudeuse » has two complete forms; in « Infirmier / Infirmière anesthésiste » the last word applies to
    both.
    """
    parts = [[word_stem(word) for word in significant_words(part)] for part in name.split("/")]
    return wanted in parts and len({len(part) for part in parts}) == 1


def nearest_stems(wanted: str, vocabulary: Collection[str], *, limit: int = 3) -> list[str]:
    """Return the known stems nearest to a stem, nearest first: « soudur » gives soudure, soudeur."""
    if len(wanted) < 4:
        return [wanted]
    matches = process.extract(wanted, vocabulary, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=limit)
    return list(dict.fromkeys(word_stem(word) for word, _, _ in matches)) or [wanted]


def spellings(word: str, vocabulary: Mapping[str, int]) -> tuple[str, ...]:
    """Return the word itself if known or a prefix of a known word; else the nearest words, most used first.

    ``vocabulary``: word → number of documents.
    """
    if word in vocabulary or len(word) < 3 or word.isdigit():
        return (word,)
    begun = [each for each in vocabulary if each.startswith(word)]
    if len(word) == 3:  # Too short for a prefix search in the index, so list the words: « alu » → « aluminium ».
        return tuple(sorted(begun, key=lambda each: (-vocabulary[each], each))[:_MAX_SPELLINGS]) or (word,)
    return (word,) if begun else nearest_spellings(word, vocabulary) or (word,)


def nearest_spellings(word: str, vocabulary: Mapping[str, int]) -> tuple[str, ...]:
    """Return the known words within a small edit distance. Ties are sorted by number of documents."""
    allowed = 1 if len(word) < 5 else 2 if len(word) < 9 else 3
    close = process.extract(word, list(vocabulary), scorer=fuzz.ratio, score_cutoff=_MIN_SPELLING_SIMILARITY, limit=40)
    scored = [(DamerauLevenshtein.distance(word, each), -score, -vocabulary[each], each) for each, score, _ in close]
    matches = sorted(each for each in scored if each[0] <= allowed)
    if not matches:
        return ()
    return tuple(each[3] for each in matches if each[0] == matches[0][0])[:_MAX_SPELLINGS]
