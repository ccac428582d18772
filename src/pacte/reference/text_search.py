"""Search in short documents: by code, by the words typed, by their synonyms of the trade. Pure.

A query is cut into parts, a word or a phrase of the vocabulary each. A document matches when each part, said in one
way or another, is in its title or in one of its texts. Accents, plurals and endings do not count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from types import MappingProxyType

from pacte.kernel.action_codes import normalise_action_code
from pacte.kernel.french import fold_text
from pacte.reference.text_matching import MAX_WORDS, nearest_spellings, significant_words, word_stem

Stems = tuple[str, ...]
_LONG_PREFIX = 6  # From this length, a word typed may be the beginning of a longer one: « illett », « certif ».
_MAX_ENDING = 1  # Letters that a shorter one may lack, from four letters on.
_MIN_CORRECTED_LENGTH = 4
_EXCERPT_BEFORE, _EXCERPT_AFTER = 5, 9
# Words that come before a code: « action n° 18 ».
_CODE_STEMS = frozenset(
    map(word_stem, ("action", "fiche", "indicateur", "session", "departement", "commune", "numero", "no", "n"))
)


class MatchPlace(IntEnum):
    """Where a query was found, best first."""

    CODE = 0
    WHOLE_TITLE = 1
    TITLE = 2
    TEXT = 3


@dataclass(frozen=True, slots=True)
class SearchVocabulary:
    """Words that people type, and the words of our documents: stems of a phrase → phrases to search as well."""

    synonyms: Mapping[Stems, tuple[str, ...]] = field(default_factory=dict)

    @property
    def longest(self) -> int:
        """Number of words of the longest phrase that people type."""
        return max(map(len, self.synonyms), default=1)

    def words(self) -> Iterable[str]:
        return (stem for stems in self.synonyms for stem in stems)


@dataclass(frozen=True, slots=True)
class QueryPart:
    """A word or a phrase, and its synonyms with their stems."""

    phrase: str
    stems: Stems
    synonyms: tuple[tuple[str, Stems], ...] = ()


@dataclass(frozen=True, slots=True)
class TextQuery:
    """``typed``: the text as it was typed. ``code``: the whole of it as the code of something, "" when it cannot be."""

    typed: str
    parts: tuple[QueryPart, ...] = ()
    words: tuple[str, ...] = ()
    code: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.parts and not self.code


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """``texts``: (what the text is, the text), the most telling first."""

    title: str
    codes: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


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


def phrase_stems(text: str) -> Stems:
    return tuple(map(_root, significant_words(text)))


def code_key(text: str) -> str:
    """Code to compare: « 018 » and « 18 », « I6a » and « i6A » are the same."""
    return normalise_action_code(text).casefold()


def parse_text_query(
    text: str, vocabulary: SearchVocabulary, *, corrections: Mapping[str, str] = MappingProxyType({})
) -> TextQuery:
    """Parse what was typed, at most ``MAX_WORDS`` words. ``corrections``: word → the word meant."""
    words = [corrections.get(word, word) for word in significant_words(text)[:MAX_WORDS]]
    as_typed = {fold_text(token): token.lower() for token in re.findall(r"[^\W_]+", text)}
    parts, rest = [], words
    while rest:
        length = _phrase_length(rest, vocabulary)
        phrase = " ".join(as_typed.get(word, word) for word in rest[:length])
        stems = _stems(rest[:length])
        synonyms = tuple((each, phrase_stems(each)) for each in vocabulary.synonyms.get(stems, ()))
        parts.append(QueryPart(phrase, stems, synonyms))
        rest = rest[length:]
    return TextQuery(text.strip(), tuple(dict.fromkeys(parts)), tuple(dict.fromkeys(words)), _typed_code(text))


def _phrase_length(words: list[str], vocabulary: SearchVocabulary) -> int:
    """Return the number of words of the longest phrase of the vocabulary that comes first; 1 without any."""
    sizes = range(min(vocabulary.longest, len(words)), 1, -1)
    return next((size for size in sizes if _stems(words[:size]) in vocabulary.synonyms), 1)


def unknown_words(query: TextQuery, known: Counter[str]) -> tuple[str, ...]:
    """Return the words of the query that no document has. Numbers and short words are never misspelt."""
    stems = _sorted_stems_of(known)
    return tuple(
        word
        for word in query.words
        if len(word) >= _MIN_CORRECTED_LENGTH and not word.isdigit() and not _has_stem(stems, _root(word))
    )


def corrected_words(unknown: Iterable[str], known: Counter[str]) -> dict[str, str]:
    """Return the word meant by each unknown word, when one is near."""
    near = {word: nearest_spellings(word, known) for word in unknown}
    return {word: spellings[0] for word, spellings in near.items() if spellings}


def known_words(documents: Iterable[SearchDocument], vocabulary: SearchVocabulary) -> Counter[str]:
    """Words of the documents and of the vocabulary, with the number of documents of each."""
    words = Counter(vocabulary.words())
    for document in documents:
        words.update({word for text in (document.title, *_texts(document)) for word in _words(text)})
    return words


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
    return TextMatch(missing, place, synonym, " ; ".join(reasons) or "dans le titre")


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


def _typed_code(text: str) -> str:
    words = re.sub(r"[°#:]", " ", fold_text(text)).split()
    while len(words) > 1 and word_stem(words[0]) in _CODE_STEMS:
        words.pop(0)
    code = code_key("".join(words))
    has_digit = any(sign.isascii() and sign.isdigit() for sign in code)
    return code if has_digit or (len(code) == 1 and code.isascii() and code.isalpha()) else ""


def _root(word: str) -> str:
    """Stem that « qualifié », « qualifiée » and « qualifiées » share, as « professionnel » and « professionnelle »."""
    root = word_stem(word)
    root = root[:-1] if len(root) > 4 and root.endswith("e") else root
    return root[:-1] if len(root) > 4 and root[-1] == root[-2] else root


def _stems(words: Iterable[str]) -> Stems:
    return tuple(map(_root, words))


@lru_cache(maxsize=8_192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(significant_words(text))


@lru_cache(maxsize=8_192)
def _sorted_stems(text: str) -> Stems:
    return _sorted_stems_of(_words(text))


def _sorted_stems_of(words: Iterable[str]) -> Stems:
    return tuple(sorted(set(map(_root, words))))


def _has_phrase(text: str, stems: Stems) -> bool:
    """The stems of a phrase follow each other, articles left out."""
    present = _sorted_stems(text)
    if not all(_has_stem(present, stem) for stem in stems):
        return False
    if len(stems) == 1:
        return True
    in_order = _stems(_words(text))
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
    at = next((rank for rank, token in enumerate(tokens) if any(_has_phrase(token, (stem,)) for stem in stems)), 0)
    first, last = max(0, at - _EXCERPT_BEFORE), at + _EXCERPT_AFTER
    return ("… " if first else "") + " ".join(tokens[first:last]) + (" …" if last < len(tokens) else "")
