"""Subjects of the search: what people type, and the codes of the trainings that answer. Data, read once. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pacte.kernel.errors import ConfigurationError
from pacte.offer.records import TrainingNature
from pacte.offer.records.search import SearchSubject
from pacte.reference.text_matching import search_tokens, word_stem

_FILE = Path(__file__).resolve().parent.parent / "data" / "search_subjects.toml"
LINK_WORDS = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "m", "ma", "me", "mes", "mon", "ou",
     "par", "pour", "s", "se", "son", "un", "une"}
)  # fmt: skip

PhraseKey = tuple[str, ...]


def phrase_keys(tokens: Sequence[str]) -> tuple[PhraseKey, ...]:
    """Keys of a phrase: the stems of its words, all of them, then without those that only link. Never an empty one.

    A last word links nothing: « permis D ».
    """
    stems = tuple(word_stem(token) for token in tokens)
    linking = [token in LINK_WORDS for token in tokens[:-1]] + [False]
    bare = tuple(stem for stem, is_link in zip(stems, linking, strict=True) if not is_link)
    return tuple(dict.fromkeys(key for key in (stems, bare) if key))


@dataclass(frozen=True, slots=True)
class SubjectIndex:
    """Subjects by phrase. ``words``: all the words of the phrases, without accents."""

    by_phrase: Mapping[PhraseKey, SearchSubject]
    words: frozenset[str]

    def subject_of(self, tokens: Sequence[str]) -> SearchSubject | None:
        """The subject that these words name, all of them."""
        return next((self.by_phrase[key] for key in phrase_keys(tokens) if key in self.by_phrase), None)


@cache
def search_subjects() -> SubjectIndex:
    """The subjects shipped with pacte. Raises ``ConfigurationError`` for a file that contradicts itself."""
    return parse_subjects(_FILE.read_text(encoding="utf-8"))


def parse_subjects(text: str) -> SubjectIndex:
    """Parse the tables ``subject`` of a file. A phrase belongs to one subject."""
    by_phrase: dict[PhraseKey, SearchSubject] = {}
    words: set[str] = set()
    for table in tomllib.loads(text)["subject"]:
        subject = SearchSubject(
            key=table["key"],
            label=table["label"],
            formacodes=tuple(table.get("formacodes", ())),
            natures=tuple(TrainingNature(nature) for nature in table.get("natures", ())),
            is_first_step=table.get("is_first_step", False),
        )
        for phrase, tokens in _phrases(table["typed"]):
            for key in phrase_keys(tokens):
                if by_phrase.setdefault(key, subject) is not subject:
                    raise ConfigurationError(
                        "search_subjects",
                        f"« {phrase} » est écrit pour deux sujets de la recherche\u202f: "
                        f"{by_phrase[key].key} et {subject.key}.",
                        hint="Ne gardez l’expression que dans l’un des deux.",
                    )
            words.update(tokens)
    return SubjectIndex(by_phrase, frozenset(words))


def _phrases(typed: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    for phrase in typed:
        tokens = search_tokens(phrase)
        if not tokens:
            raise ConfigurationError("search_subjects", f"« {phrase} » est vide parmi les sujets de la recherche.")
        yield phrase, tokens
