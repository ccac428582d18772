"""Matches a heading with the words that plans use."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from pacte.exchange.plan_table.vocabulary import FIELDS
from pacte.kernel.french import fold_text

SURE_SCORE = 0.86
"""From this score on, a column is accepted without confirmation."""
LIKELY_SCORE = 0.68
"""From this score on, a column is accepted and a person must confirm it. Below it, the column is ignored."""


__all__ = ["FIELDS"]

REQUIRED = ("number", "title")
# Fields that identify a table as a plan, rather than as notes about one.
PLAN_COLUMNS = frozenset({"number", "title", "axis", "leads", "operational", "strategic", "expected_result", "comment"})

SCHEDULE_WORDS = ("temporalit", "calendrier", "planning", "echeanc", "mise en oeuvre", "realisation", "periode")
MONEY_WORDS = (
    "montant",
    "budget",
    "cout",
    "enveloppe",
    "financement",
    "financier",
    "credit",
    "depense",
    "previsionnel",
    "subvention",
    "total",
    "engagement",
    "paiement",
)
_UNITS = (
    (re.compile(r"(?<![a-z])(?:m€|meur|millions?(?: d'euros)?|mio)(?![a-z])"), "M€"),
    (re.compile(r"(?<![a-z])(?:k€|keur|milliers?(?: d'euros)?)(?![a-z])"), "k€"),
    (re.compile(r"€|(?<![a-z])(?:eur|euros?)(?![a-z])"), "€"),
)
_SMALL_WORDS = frozenset(
    {"de", "d", "du", "des", "la", "le", "les", "l", "et", "en", "au", "aux", "a", "par", "pour", "ou", "un", "une"}
)


def unit_in(text: str) -> str:
    """Returns « M€ », « k€ » or « € » when the heading names one, else ""."""
    folded = fold_text(text).replace("_", " ")
    return next((unit for pattern, unit in _UNITS if pattern.search(folded)), "")


def has_word(text: str, words: tuple[str, ...]) -> bool:
    folded = fold_text(text).replace("_", " ")
    return any(word in folded for word in words)


@lru_cache(maxsize=16_384)
def heading_words_key(text: str) -> str:
    """Returns its significant words in a fixed order."""
    folded = re.sub(r"\([^)]*[€%][^)]*\)", " ", fold_text(text)).replace("n°", " n ")
    words = [word for word in re.split(r"[^a-z0-9]+", folded) if word and word not in _SMALL_WORDS]
    return " ".join(sorted({word.removesuffix("s") if len(word) > 3 else word for word in words}))


_KEYS: dict[str, tuple[str, ...]] = {
    name: tuple(heading_words_key(word) for word in field.words) for name, field in FIELDS.items()
}
_EXACT = {key: name for name, keys in _KEYS.items() for key in keys}
# « Axe et montants » is the whole axis cell, unless another column is the axis itself.
# « Réf. » or « Fiche action » are the action code unless a column is named « N° », which has priority.
_AMBIGUOUS: dict[str, tuple[tuple[float, str], ...]] = {
    heading_words_key("axe montant"): ((0.98, "axis"), (0.97, "axis_amount")),
    heading_words_key("fiche action"): ((0.9, "number"), (0.87, "title")),
    **{heading_words_key(word): ((0.9, "number"),) for word in ("réf", "référence", "code", "identifiant action")},
}
_WORDS = tuple(_EXACT)
_PARTS = tuple((word, frozenset(word.split())) for word in _WORDS if len(word) >= 6)


def exact_field(text: str) -> str:
    """Returns the field with exactly these words, or ""."""
    return _EXACT.get(heading_words_key(text), "")


@lru_cache(maxsize=16_384)
def matching_fields(text: str) -> tuple[tuple[float, str], ...]:
    """Returns (similarity between 0 and 1, field) of the candidate fields of a heading, best first."""
    key = heading_words_key(text)
    if not key or len(key) > 80:
        return ()
    if key in _AMBIGUOUS:
        return _AMBIGUOUS[key]
    if key in _EXACT:
        return ((1.0, _EXACT[key]),)
    best: dict[str, float] = {}
    for word, score, _ in process.extract(key, _WORDS, scorer=fuzz.ratio, score_cutoff=100 * LIKELY_SCORE, limit=12):
        best[_EXACT[word]] = max(best.get(_EXACT[word], 0.0), score / 100)
    # « nom du porteur de l'action » contains « porteur action »: one or two extra words do not change the meaning.
    own = set(key.split())
    for word, parts in _PARTS:
        if parts <= own and len(key) <= 3 * len(word):
            best[_EXACT[word]] = max(best.get(_EXACT[word], 0.0), 0.8 + 0.15 * len(word) / len(key))
    return tuple(sorted(((score, name) for name, score in best.items()), key=lambda pair: -pair[0])[:4])
