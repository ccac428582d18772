"""Words that people of the trade type, and the words that pages use, as data in ``data/search_vocabulary.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pacte.kernel.errors import ConfigurationError
from pacte.reference.text_query import SearchVocabulary, phrase_stems, written_words

_FILE = Path(__file__).resolve().parent / "data" / "search_vocabulary.toml"


@cache
def search_vocabulary() -> SearchVocabulary:
    """The vocabulary of the installation. Raises ``ConfigurationError`` for a file with an empty or double phrase."""
    return parse_vocabulary(_FILE.read_text(encoding="utf-8"))


def parse_vocabulary(text: str) -> SearchVocabulary:
    """Parse the text of a vocabulary: tables ``entry`` with the lists ``typed`` and ``searched``."""
    synonyms: dict[tuple[str, ...], tuple[str, ...]] = {}
    words: dict[str, str] = {}
    for entry in tomllib.loads(text)["entry"]:
        for phrase in entry["typed"]:
            stems = phrase_stems(phrase)
            if not stems or stems in synonyms:
                raise ConfigurationError(
                    "search_vocabulary", f"« {phrase} » est vide ou écrit deux fois dans le vocabulaire de recherche."
                )
            words |= written_words(phrase)
            synonyms[stems] = tuple(each for each in entry["searched"] if phrase_stems(each) != stems)
    return SearchVocabulary({stems: phrases for stems, phrases in synonyms.items() if phrases}, words)
