"""Turns typed text into a full-text query: stems, prefixes, spelling corrections. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pacte.reference.text_matching import significant_words, spellings, word_stem

# LHÉO, table « dict-niveaux »: old and new codes to current levels, 1 to 8.
LEVELS = {3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 7, 11: 1, 12: 2, 13: 3, 14: 4, 15: 5, 16: 6, 17: 7, 18: 8}
PART_TIME_HOURS = 24  # hours a week, under which a training is shown as « temps partiel »

# Common words that carry no search meaning.
_STOP_WORDS = frozenset(
    {"formation", "formations", "former", "devenir", "metier", "metiers", "travailler", "apprendre", "cours", "stage",
     "je", "veux", "voudrais", "cherche", "un", "une", "dans", "sur", "pres", "chez", "mon", "ma", "mes", "avec", "qui",
     "que", "faire", "etre"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """Significant words, and for each the spellings to search: the word itself or its corrections."""

    words: tuple[str, ...]
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def corrections(self) -> dict[str, tuple[str, ...]]:
        """Corrected words, with the spellings searched instead."""
        return {word: variants for word, variants in self.spellings.items() if variants and variants != (word,)}

    def tsquery(self, *, any_word: bool = False, within: str = "") -> str:
        """Text for ``to_tsquery``: all words (or any), each in any of its spellings, as prefixes.

        ``within``: weight required in the index, « C » for competences.
        """
        parts = []
        for word in self.words:
            variants = self.spellings.get(word) or (word,)
            parts.append("(" + " | ".join(_lexeme(each, within) for each in variants) + ")")
        return (" | " if any_word else " & ").join(parts)


def _lexeme(word: str, within: str) -> str:
    sign = ("*" if len(word) > 3 else "") + within
    return f"{word}:{sign}" if sign else word


def parse_search_terms(text: str, vocabulary: Mapping[str, int], *, exact: bool = False) -> SearchTerms:
    """Parse typed text. ``vocabulary``: word → number of trainings. ``exact``: no spelling correction."""
    typed = significant_words(text)[:8]
    words = tuple(dict.fromkeys(word for word in typed if word not in _STOP_WORDS)) or tuple(dict.fromkeys(typed))
    if exact:
        return SearchTerms(words, {word: (word,) for word in words})
    return SearchTerms(words, {word: spellings(word, vocabulary) for word in words})


class OccupationNameIndex:
    """Index of everyday names of occupations, to find the occupations meant by typed words."""

    def __init__(self, names: Mapping[str, Collection[str]]) -> None:
        self._codes: dict[frozenset[str], set[str]] = {}
        self._names_by_stem: dict[str, set[frozenset[str]]] = {}
        for code, occupation_names in names.items():
            for name in occupation_names:
                self._add(frozenset(_word_root(word) for word in significant_words(name)), code)

    def _add(self, stems: frozenset[str], code: str) -> None:
        if stems:
            self._codes.setdefault(stems, set()).add(code)
            for each in stems:
                self._names_by_stem.setdefault(each, set()).add(stems)

    def matching_codes(self, terms: SearchTerms) -> list[str]:
        """Codes of the occupations with the shortest name containing all the words; empty when there is none."""
        if not terms.words:
            return []
        candidates: set[frozenset[str]] | None = None
        for word in terms.words:
            matching_names = {
                stems
                for spelling in terms.spellings.get(word) or (word,)
                for stems in self._names_by_stem.get(_word_root(spelling), ())
            }
            candidates = matching_names if candidates is None else candidates & matching_names
        if not candidates:
            return []
        shortest = min(len(stems) for stems in candidates)
        return sorted({code for stems in candidates if len(stems) == shortest for code in self._codes[stems]})


def _word_root(word: str) -> str:
    """Common root of « industriel » and « industrielle », « maternel » and « maternelle »."""
    bare = word_stem(word)
    return bare[:-1] if len(bare) > 4 and bare[-1] == bare[-2] else bare
