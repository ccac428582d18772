"""The search itself: the exact words first, then words near those that nothing has, then some of the words.

The kinds are asked once: what they give of the first words is searched again. A misspelt query costs one query more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.reference.search_vocabulary import search_vocabulary
from pacte.reference.text_query import TextQuery, parse_text_query
from pacte.reference.text_search import (
    TextMatch,
    as_written,
    corrected_words,
    known_words,
    match_document,
    unknown_words,
)
from pacte.web.pages.site_search import kinds
from pacte.web.pages.site_search.result_kind import ResultKind, SearchEntry, SearchScope

Entries = Mapping[str, Sequence[SearchEntry]]


@dataclass(frozen=True, slots=True)
class SiteResult:
    entry: SearchEntry
    match: TextMatch


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """The results of one kind, best first."""

    kind: ResultKind
    results: tuple[SiteResult, ...]


@dataclass(frozen=True, slots=True)
class SiteSearch:
    """``corrections``: word typed → word searched instead. ``is_partial``: no result has all the words."""

    query: TextQuery
    groups: tuple[ResultGroup, ...] = ()
    corrections: Mapping[str, str] = field(default_factory=dict)
    is_partial: bool = False

    @property
    def total(self) -> int:
        return sum(len(group.results) for group in self.groups)


@cache
def result_kinds() -> tuple[ResultKind, ...]:
    """In order, from the modules of ``kinds``."""
    by_code: dict[str, ResultKind] = load_catalog_entries(kinds, "KIND")
    return tuple(sorted(by_code.values(), key=lambda kind: kind.order))


def search_site(scope: SearchScope, text: str) -> SiteSearch:
    """Search what the reader may open. Without a word nor a code, nothing is read."""
    vocabulary = search_vocabulary()
    query = parse_text_query(text, vocabulary)
    if query.is_empty:
        return SiteSearch(query)
    entries: dict[str, Sequence[SearchEntry]] = {kind.code: kind.entries(scope, query) for kind in result_kinds()}
    if groups := _groups(query, entries):
        return SiteSearch(query, groups)
    known = known_words((each.document for each in _all(entries)), vocabulary)
    if unknown := unknown_words(query, known):
        near = {kind.code: kind.near(scope, unknown) for kind in result_kinds() if kind.near}
        entries |= {code: (*entries[code], *more) for code, more in near.items()}
        known += known_words((each.document for each in _all(near)), vocabulary)
    corrections = corrected_words(unknown, known)
    meant = parse_text_query(text, vocabulary, corrections=corrections)
    searched = {
        word: as_written(each, (entry.document for entry in _all(entries)), vocabulary)
        for word, each in corrections.items()
    }
    if corrections and (groups := _groups(meant, entries)):
        return SiteSearch(meant, groups, searched)
    groups = _groups(meant, entries, any_part=True)
    return SiteSearch(meant, groups, searched if groups else {}, is_partial=bool(groups))


def _all(entries: Entries) -> Iterable[SearchEntry]:
    return (each for of_kind in entries.values() for each in of_kind)


def _groups(query: TextQuery, entries: Entries, *, any_part: bool = False) -> tuple[ResultGroup, ...]:
    """Groups with a result, the one with the best match first."""
    groups = [
        ResultGroup(kind, results)
        for kind in result_kinds()
        if (results := _results(query, entries[kind.code], any_part=any_part))
    ]
    return tuple(sorted(groups, key=lambda group: (group.results[0].match.rank, group.kind.order)))


def _results(query: TextQuery, entries: Iterable[SearchEntry], *, any_part: bool) -> tuple[SiteResult, ...]:
    results = [
        SiteResult(each, match)
        for each in {entry.url: entry for entry in entries}.values()
        if (match := match_document(query, each.document, any_part=any_part))
    ]
    return tuple(sorted(results, key=lambda result: result.match.rank))
