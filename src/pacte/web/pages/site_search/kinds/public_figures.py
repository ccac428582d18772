"""Published tables, in their latest year, for readers who may not ask for the indicators that they give."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from pacte.indicators.queries.publications import public_tables, years_with_counts
from pacte.indicators.records.publication import PublicTable
from pacte.reference.text_query import TextQuery
from pacte.reference.text_search import SearchDocument
from pacte.web.pages.site_search.result_kind import ResultKind, SearchEntry, SearchScope


def _entries(scope: SearchScope, query: TextQuery) -> Sequence[SearchEntry]:
    if scope.host is None or scope.may_ask_figures:
        return []
    years = years_with_counts(actor=scope.actor, host_id=scope.host.pk)
    return [_entry(table, years[code][0]) for code, table in public_tables().items() if years.get(code)]


def _entry(table: PublicTable, year: int) -> SearchEntry:
    document = SearchDocument(
        table.title,
        (),
        (("question", table.question), ("lecture", table.reading), ("croisé par", ", ".join(table.labels))),
    )
    return SearchEntry(document, reverse("published:table", args=[table.code, year]), f"chiffres publics, {year}")


KIND = ResultKind(
    code="chiffres-publics",
    order=3,
    title="Chiffres publics",
    nouns=("tableau public", "tableaux publics"),
    entries=_entries,
    is_open=lambda scope: not scope.may_ask_figures,
)
