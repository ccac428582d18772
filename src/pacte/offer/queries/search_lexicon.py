"""What the search knows: words of the catalogue, names of occupations, communes, subjects. Cached in the process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pacte.kernel.actor import NOBODY
from pacte.offer.models import SearchStamp, SearchWord
from pacte.offer.records.search import SearchParams
from pacte.offer.rules.search import OccupationNameIndex, SearchLexicon, SearchTerms, parse_search_terms
from pacte.offer.rules.search_subjects import search_subjects
from pacte.reference.queries import (
    nomenclature_editions,
    nomenclature_stamp,
    occupation_search_words,
    terms_of_edition,
)
from pacte.reference.records import Scheme
from pacte.reference.text_matching import significant_words


class SearchLexiconCache:
    """The lexicon of this process: words until the next rebuild of the search tables, names until a nomenclature is
    loaded."""

    stamp: Any = None
    names_stamp: Any = None
    names = OccupationNameIndex({})
    formacodes: frozenset[str] = frozenset()
    lexicon = SearchLexicon()

    @classmethod
    def current(cls) -> SearchLexicon:
        """The lexicon of the catalogue as it was last indexed. One query when nothing changed."""
        stamp = SearchStamp.objects.values_list("made_at", flat=True).first()
        if stamp != cls.stamp or stamp is None:
            cls._read_names()
            catalogue = dict(SearchWord.objects.values_list("word", "trainings"))
            cls.lexicon = SearchLexicon(catalogue, cls.formacodes.union(cls.names.words), cls.names, search_subjects())
            cls.stamp = stamp
        return cls.lexicon

    @classmethod
    def terms(cls, params: SearchParams) -> SearchTerms:
        """What the words of a search mean."""
        return _parsed(params.words, cls.current(), params.exact) if params.words.strip() else SearchTerms()

    @classmethod
    def _read_names(cls) -> None:
        """Names of occupations and themes. They are many, and change with the nomenclatures only."""
        stamp = nomenclature_stamp(actor=NOBODY)
        if stamp == cls.names_stamp:
            return
        cls.names = _occupation_names()
        cls.formacodes = frozenset(
            word
            for edition in nomenclature_editions(Scheme.FORMACODE)
            for each in terms_of_edition(Scheme.FORMACODE, edition=edition.edition)
            for word in significant_words(each.label)
        )
        cls.names_stamp = stamp


@lru_cache(maxsize=1)
def _parsed(words: str, lexicon: SearchLexicon, is_exact: bool) -> SearchTerms:
    """A page makes several statements of the same words. Only the last ones are remembered: nobody's searches are."""
    return parse_search_terms(words, lexicon, exact=is_exact)


def _occupation_names() -> OccupationNameIndex:
    """Names by occupation. Those of ROME 4 are also names of the occupation of ROME 3 that it comes from."""
    parents = {
        each.code: each.parent_code
        for edition in nomenclature_editions(Scheme.ROME)
        for each in terms_of_edition(Scheme.ROME, edition=edition.edition)
    }
    return OccupationNameIndex(occupation_search_words(parents), parents)
