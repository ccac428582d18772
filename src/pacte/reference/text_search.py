"""Search in short documents: by code, by the words typed, by their synonyms of the trade. Pure.

A document matches when each part of the query, said in one way or another, is in its title or in one of its texts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from pacte.reference.text_matching import nearest_spellings, significant_words
from pacte.reference.text_query import (
    QueryPart,
    SearchVocabulary,
    Stems,
    TextQuery,
    code_key,
    phrase_stems,
    stems_of,
    word_root,
    written_words,
)

_LONG_PREFIX = 6  # From this length, a word typed may be the beginning of a longer one: « illett », « certif ».
_MAX_ENDING = 1  # Letters that a shorter one may lack, from four letters on.
_MIN_CORRECTED_LENGTH = 4
_EXCERPT_BEFORE, _EXCERPT_AFTER = 5, 9


class MatchPlace(IntEnum):
    """Where a query was found, best first."""

    CODE = 0
    WHOLE_TITLE = 1
    TITLE = 2
    TEXT = 3


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """``texts``: (what the text is, the text), the most telling first. ``title_label``: what the title is."""

    title: str
    codes: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    title_label: str = "titre"


@dataclass(frozen=True, slots=True)
class TextMatch:
    """``missing``: parts of the query that the document lacks. ``synonym``: 0 for the words typed, else the rank of the
    synonym in its entry of the vocabulary. ``reason``: one French line that says why the document matches.
    """

    missing: int
    place: MatchPlace
    synonym: int
    reason: str

    @property
    def rank(self) -> tuple[int, int, int]:
        """Best first."""
        return self.missing, self.place, self.synonym


def unknown_words(query: TextQuery, known: Counter[str]) -> tuple[str, ...]:
    """Return the words of the query that no document has. Numbers and short words are never misspelt."""
    stems = _sorted_stems_of(known)
    return tuple(
        word
        for word in query.words
        if len(word) >= _MIN_CORRECTED_LENGTH and not word.isdigit() and not _has_stem(stems, word_root(word))
    )


def corrected_words(unknown: Iterable[str], known: Counter[str]) -> dict[str, str]:
    """Return the word meant by each unknown word, when one is near."""
    near = {word: nearest_spellings(word, known) for word in unknown}
    return {word: spellings[0] for word, spellings in near.items() if spellings}


def known_words(documents: Iterable[SearchDocument], vocabulary: SearchVocabulary) -> Counter[str]:
    """Words of the documents and of the vocabulary, with the number of documents of each."""
    words = Counter(vocabulary.words.keys())
    for document in documents:
        words.update({word for text in (document.title, *_texts(document)) for word in _words(text)})
    return words


def as_written(word: str, documents: Iterable[SearchDocument], vocabulary: SearchVocabulary) -> str:
    """The word with its accents, as the vocabulary or the first document that has it writes it."""
    texts = (text for document in documents for text in (document.title, *_texts(document)) if word in _words(text))
    return vocabulary.words.get(word) or next((written_words(text).get(word, word) for text in texts), word)


def match_document(query: TextQuery, document: SearchDocument, *, any_part: bool = False) -> TextMatch | None:
    """Match a document, or return None. ``any_part``: one part of the query is enough."""
    if query.code and query.code in map(code_key, document.codes):
        return TextMatch(0, MatchPlace.CODE, 0, "numéro exact")
    matches = [match for part in query.parts if (match := _match_part(part, document))]
    missing = len(query.parts) - len(matches)
    if not matches or (missing and not any_part):
        return None
    place, synonym = max(match.place for match in matches), max(match.synonym for match in matches)
    if place is MatchPlace.TITLE and not synonym and _is_title(query, document):
        place = MatchPlace.WHOLE_TITLE
    reasons = dict.fromkeys(match.reason for match in matches if match.reason)
    return TextMatch(missing, place, synonym, " ; ".join(reasons) or f"dans le {document.title_label}")


def _is_title(query: TextQuery, document: SearchDocument) -> bool:
    """Return True when the words typed are those of the title, in any order."""
    return {stem for part in query.parts for stem in part.stems} == set(phrase_stems(document.title))


def _match_part(part: QueryPart, document: SearchDocument) -> TextMatch | None:
    """Match the words typed, then each synonym: in the title first, then in the texts."""
    ways = [(0, "", part.stems)]
    ways += [
        (rank, f"synonyme : {part.phrase} → {label}", stems) for rank, (label, stems) in enumerate(part.synonyms, 1)
    ]
    for synonym, reason, stems in ways:
        if _has_phrase(document.title, stems):
            return TextMatch(0, MatchPlace.TITLE, synonym, reason)
    for synonym, reason, stems in ways:
        for name, text in document.texts:
            if _has_phrase(text, stems):
                where = f"{name} : « {_excerpt(text, stems)} »"
                return TextMatch(0, MatchPlace.TEXT, synonym, f"{reason}, {where}" if reason else where)
    return None


@lru_cache(maxsize=8_192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(significant_words(text))


@lru_cache(maxsize=8_192)
def _sorted_stems(text: str) -> Stems:
    return _sorted_stems_of(_words(text))


def _sorted_stems_of(words: Iterable[str]) -> Stems:
    return tuple(sorted(set(map(word_root, words))))


def _has_phrase(text: str, stems: Stems) -> bool:
    """The stems of a phrase follow each other, articles left out."""
    present = _sorted_stems(text)
    if not all(_has_stem(present, stem) for stem in stems):
        return False
    if len(stems) == 1:
        return True
    in_order = stems_of(_words(text))
    return any(
        all(_has_stem((each,), stem) for each, stem in zip(in_order[first:], stems, strict=False))
        for first in range(len(in_order) - len(stems) + 1)
    )


def _has_stem(present: Stems, stem: str) -> bool:
    """``present`` is sorted: the stem itself comes first, then the longer ones."""
    for each in present[bisect_left(present, stem) :]:
        if not each.startswith(stem):
            return False
        if each == stem or len(stem) >= _LONG_PREFIX or (len(stem) > 3 and len(each) <= len(stem) + _MAX_ENDING):
            return True
    return False


def _texts(document: SearchDocument) -> Iterable[str]:
    return (text for _, text in document.texts)


def _excerpt(text: str, stems: Stems) -> str:
    """A few words around the first of the stems that comes."""
    tokens = text.split()
    present = [_sorted_stems_of(significant_words(token)) for token in tokens]
    at = next((rank for rank, of_token in enumerate(present) if any(_has_stem(of_token, stem) for stem in stems)), 0)
    first, last = max(0, at - _EXCERPT_BEFORE), at + _EXCERPT_AFTER
    return ("… " if first else "") + " ".join(tokens[first:last]) + (" …" if last < len(tokens) else "")
