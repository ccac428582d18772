"""What is kept of a search that found nothing, and until when. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from pacte.offer.records.unmet_searches import SearchTerm, SearchTermKind
from pacte.offer.rules.search import SearchTerms

KEPT_DAYS = 730
SHOWN_DAYS = 365
FEWEST_SHOWN = 11
"""Fewer searches are not shown: they could be those of one or two people."""


def terms_to_keep(
    terms: SearchTerms, occupations: Sequence[str], vocabulary: Collection[str]
) -> tuple[SearchTerm, ...]:
    """The occupation that was meant, else the words of the vocabulary, else that there was none.

    A name, a telephone number or a sentence has no word here, or common words of the titles of trainings only.
    """
    if occupations:
        return (SearchTerm(SearchTermKind.OCCUPATION, occupations[0]),)
    known = (_known_spelling(word, terms, vocabulary) for word in terms.words)
    words = dict.fromkeys(word for word in known if word)
    return tuple(SearchTerm(SearchTermKind.WORD, word) for word in words) or (SearchTerm(SearchTermKind.UNKNOWN),)


def _known_spelling(word: str, terms: SearchTerms, vocabulary: Collection[str]) -> str:
    return next((each for each in terms.spellings.get(word) or (word,) if each in vocabulary), "")


def first_day_kept(on: date) -> date:
    return on - timedelta(days=KEPT_DAYS)


def first_day_shown(on: date) -> date:
    return on - timedelta(days=SHOWN_DAYS)
