"""A query of the search: the code that it may be, and its parts with their synonyms of the trade. Pure.

A part is a word, or a phrase of the vocabulary. Accents, plurals and endings do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pacte.kernel.action_codes import normalise_action_code
from pacte.kernel.french import fold_text
from pacte.reference.text_matching import MAX_WORDS, significant_words, word_stem

Stems = tuple[str, ...]
_TOKEN = re.compile(r"[^\W_]+")
# Words that come before a code: « action n° 18 ».
_CODE_STEMS = frozenset(
    map(word_stem, ("action", "fiche", "indicateur", "session", "departement", "commune", "numero", "no", "n"))
)


@dataclass(frozen=True, slots=True)
class SearchVocabulary:
    """``synonyms``: stems of a phrase that people type → phrases of our documents to search as well.

    ``words``: those of the phrases that people type, without accents → as they are written.
    """

    synonyms: Mapping[Stems, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def longest(self) -> int:
        """Number of words of the longest phrase that people type."""
        return max(map(len, self.synonyms), default=1)


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


def phrase_stems(text: str) -> Stems:
    """Stems of the significant words, in order."""
    return tuple(map(word_root, significant_words(text)))


def written_words(text: str) -> dict[str, str]:
    """Words without accents → as the text writes them: « decrochage » → « Décrochage »."""
    return {fold_text(token): token for token in _TOKEN.findall(text)}


def code_key(text: str) -> str:
    """Code to compare: « 018 » and « 18 », « I6a » and « i6A » are the same."""
    return normalise_action_code(text).casefold()


def parse_text_query(
    text: str, vocabulary: SearchVocabulary, *, corrections: Mapping[str, str] = MappingProxyType({})
) -> TextQuery:
    """Parse what was typed, at most ``MAX_WORDS`` words. ``corrections``: word → the word meant."""
    words = [corrections.get(word, word) for word in significant_words(text)[:MAX_WORDS]]
    as_typed = {word: token.lower() for word, token in written_words(text).items()}
    parts, rest = [], words
    while rest:
        length = _phrase_length(rest, vocabulary)
        phrase = " ".join(as_typed.get(word, word) for word in rest[:length])
        stems = stems_of(rest[:length])
        synonyms = tuple((each, phrase_stems(each)) for each in vocabulary.synonyms.get(stems, ()))
        parts.append(QueryPart(phrase, stems, synonyms))
        rest = rest[length:]
    return TextQuery(text.strip(), tuple(dict.fromkeys(parts)), tuple(dict.fromkeys(words)), _typed_code(text))


def _phrase_length(words: list[str], vocabulary: SearchVocabulary) -> int:
    """Return the number of words of the longest phrase of the vocabulary that comes first; 1 without any."""
    sizes = range(min(vocabulary.longest, len(words)), 1, -1)
    return next((size for size in sizes if stems_of(words[:size]) in vocabulary.synonyms), 1)


def _typed_code(text: str) -> str:
    words = re.sub(r"[°#:]", " ", fold_text(text)).split()
    while len(words) > 1 and word_stem(words[0]) in _CODE_STEMS:
        words.pop(0)
    code = code_key("".join(words))
    has_digit = any(sign.isascii() and sign.isdigit() for sign in code)
    return code if has_digit or (len(code) == 1 and code.isascii() and code.isalpha()) else ""


def word_root(word: str) -> str:
    """Stem that « qualifié », « qualifiée » and « qualifiées » share, as « professionnel » and « professionnelle »."""
    root = word_stem(word)
    root = root[:-1] if len(root) > 4 and root.endswith("e") else root
    return root[:-1] if len(root) > 4 and root[-1] == root[-2] else root


def stems_of(words: Iterable[str]) -> Stems:
    """Stems of words, in order."""
    return tuple(map(word_root, words))
