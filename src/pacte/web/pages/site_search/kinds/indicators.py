"""Indicators: the catalogue and the imported series, for readers who may ask for figures."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from pacte.indicators.queries import all_series, indicators
from pacte.indicators.queries.manual_values import indicator_of_series
from pacte.indicators.records import Indicator
from pacte.indicators.rules.indicator_search import indicator_document
from pacte.reference.text_query import TextQuery
from pacte.web.pages.site_search.result_kind import ResultKind, SearchEntry, SearchScope


def _entries(scope: SearchScope, query: TextQuery) -> Sequence[SearchEntry]:
    if scope.region_id is None or not scope.may_ask_figures:
        return []
    known = indicators()
    series = all_series(actor=scope.actor, host_id=scope.region_id, with_breaks=False)
    return [_entry(each) for each in (*known.values(), *map(indicator_of_series, series)) if each.code]


def _entry(indicator: Indicator) -> SearchEntry:
    note = " · ".join(part for part in (indicator.number, indicator.question) if part)
    return SearchEntry(indicator_document(indicator), reverse("figures:indicator", args=[indicator.code]), note)


KIND = ResultKind(
    code="indicateurs",
    order=2,
    title="Indicateurs",
    nouns=("indicateur", "indicateurs"),
    entries=_entries,
    is_open=lambda scope: scope.may_ask_figures,
)
