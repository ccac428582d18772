"""Pages of the guide: their title, then their headings."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from pacte.reference.text_query import TextQuery
from pacte.reference.text_search import SearchDocument
from pacte.web.guide_text import INDEX, GuideText, guide_slugs, guide_text
from pacte.web.pages.site_search.result_kind import ResultKind, SearchEntry, SearchScope


def _entries(scope: SearchScope, query: TextQuery) -> Sequence[SearchEntry]:
    slugs = sorted(guide_slugs() - {INDEX})
    return [_entry(slug, text) for slug in slugs if (text := guide_text(slug))]


def _entry(slug: str, text: GuideText) -> SearchEntry:
    texts = tuple(("partie", heading) for heading in text.headings)
    return SearchEntry(SearchDocument(text.title, (), texts), reverse("guide:page", args=[slug]), "guide")


KIND = ResultKind(
    code="guide",
    order=5,
    title="Guide",
    nouns=("page du guide", "pages du guide"),
    entries=_entries,
)
