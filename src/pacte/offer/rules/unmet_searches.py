"""What is kept of a search that found nothing, and until when. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pacte.offer.records.unmet_searches import SearchTerm, SearchTermKind
from pacte.offer.rules.search import SearchTerms
from pacte.reference.text_matching import nearest_spellings

KEPT_DAYS = 730
SHOWN_DAYS = 365
FEWEST_SHOWN = 11
"""Fewer searches are not shown: they could be those of one or two people."""
_SHORTEST_PREFIX = 5


def terms_to_keep(
    terms: SearchTerms, occupations: Sequence[str], vocabulary: Mapping[str, int]
) -> tuple[SearchTerm, ...]:
    """The occupation that was meant, else the words of the vocabulary, else that there was none.

    A name, a telephone number or a sentence has no word here, or common words of the titles of trainings only.
    """
    if occupations:
        return (SearchTerm(SearchTermKind.OCCUPATION, occupations[0]),)
    known = (
        _known_spelling(word, terms, vocabulary) or (_nearest_word(word, vocabulary) if part.subject else "")
        for part in terms.parts
        for word in part.words
    )
    words = dict.fromkeys(word for word in known if word)
    return tuple(SearchTerm(SearchTermKind.WORD, word) for word in words) or (SearchTerm(SearchTermKind.UNKNOWN),)


def _known_spelling(word: str, terms: SearchTerms, vocabulary: Mapping[str, int]) -> str:
    """The spelling that was searched, when it is a word of ours, else the most common word that it begins."""
    searched = terms.spellings.get(word) or (word,)
    whole = next((each for each in searched if each in vocabulary), "")
    begun = [each for each in vocabulary if len(word) >= _SHORTEST_PREFIX and each.startswith(word)]
    return whole or max(begun, key=lambda each: (vocabulary[each], each), default="")


def _nearest_word(word: str, vocabulary: Mapping[str, int]) -> str:
    """The word of ours nearest to one of a subject: « soudure » when titles only have « soudeur »."""
    return next(iter(nearest_spellings(word, vocabulary)), "")


def first_day_kept(on: date) -> date:
    return on - timedelta(days=KEPT_DAYS)


def first_day_shown(on: date) -> date:
    return on - timedelta(days=SHOWN_DAYS)
