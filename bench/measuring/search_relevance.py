"""Scores the search page against searches whose right answers are known, as somebody reads it: from the top."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import html

from bench.invented.relevance import PlacedTraining, RelevanceQuery, home_of
from pacte.kernel.errors import ConfigurationError
from pacte.kernel.french import fold_text
from pacte.reference.records import Place

_TEN = 10


@dataclass(frozen=True, slots=True)
class QueryScore:
    """``first``: whether the first entry answers; the others are shares from 0 to 1 of the first ten entries.

    ``recall``: distinct trainings that answer, of those that do within reach, ten at most. ``titles``: distinct
    trainings.
    """

    query: RelevanceQuery
    first: bool
    recall: float
    precision: float
    titles: int
    missing: tuple[str, ...]


def score_queries(queries: Sequence[RelevanceQuery], placed: Mapping[str, PlacedTraining]) -> Iterator[QueryScore]:
    """Make each search on the page, as a visitor does."""
    client, wanted = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]), [(query, home_of(query)) for query in queries]
    for query, home in wanted:
        page = client.get(reverse("search:home"), _parameters(query))
        yield _score(query, home, [placed[number] for number in _numbers(page.content)], placed.values())


def _parameters(query: RelevanceQuery) -> dict[str, str | int | tuple[str, ...]]:
    """What is typed. A commune said among the words is not said twice."""
    said_in_words = fold_text(query.place) in fold_text(query.words)
    place = {} if said_in_words else {"lieu": query.place}
    return {"q": query.words, **place, "km": int(query.kilometres), "b": query.facets}


def _numbers(content: bytes) -> list[str]:
    """The number of the training of each entry of the list, in order."""
    sections = (each for each in html.fromstring(content).iter("section") if "search-list" in each.get("class", ""))
    headings = [heading for section in sections for heading in section.iter("h3")]
    links = [link.get("href", "") for each in headings for link in each.iter("a")]
    return [urlsplit(link).path.rstrip("/").rpartition("/")[2] for link in links]


def _score(
    query: RelevanceQuery, home: Place | None, entries: Sequence[PlacedTraining], all_placed: Collection[PlacedTraining]
) -> QueryScore:
    shown = entries[:_TEN]
    right = [each for each in shown if query.is_right(each, home)]
    answers = {each.key for each in all_placed if query.is_right(each, home)}
    if not answers:
        raise ConfigurationError(
            "bench_relevance", f"Rien ne peut répondre à « {query.words} » autour de {query.place}."
        )
    got = {each.key for each in right}
    return QueryScore(
        query=query,
        first=bool(shown) and query.is_right(shown[0], home),
        recall=len(got) / min(_TEN, len(answers)),
        precision=len(right) / len(shown) if shown else 0.0,
        titles=len({each.key for each in shown}),
        missing=tuple(sorted(answers - got)),
    )


def mean_scores(scores: Sequence[QueryScore]) -> dict[str, float]:
    """Means of one half of the searches."""
    count = len(scores)
    return {
        "first_right": round(sum(each.first for each in scores) / count, 3),
        "recall_at_10": round(sum(each.recall for each in scores) / count, 3),
        "precision_at_10": round(sum(each.precision for each in scores) / count, 3),
        "titles_in_ten": round(sum(each.titles for each in scores) / count, 2),
    }
