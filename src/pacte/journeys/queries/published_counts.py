"""Counts that the last publication hides from readers without small counts, for rooms that count the same people."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Max

from pacte.journeys.models import PublishedCount
from pacte.journeys.records.counts import ANY_ROW
from pacte.journeys.rules.suppression_tables import NAMES as PEOPLE_COUNTED

PublishedRowKey = tuple[str, int, str]
"""Cut, year and key of a row."""


def hidden_counts_by_row(host_ids: Collection[int]) -> dict[PublishedRowKey, frozenset[str]]:
    """Rows with hidden counts, and the names of these counts. Empty before the first publication.

    A cut carried over from an earlier publication says nothing about today: all its rows are hidden.
    """
    rows = PublishedCount.objects.filter(organisation_id__in=host_ids).exclude(hidden=[])
    hidden_by_row = {
        (cut, year, key): frozenset(names) for cut, year, key, names in rows.values_list("cut", "year", "key", "hidden")
    }
    return hidden_by_row | {(cut, year, ANY_ROW): frozenset(PEOPLE_COUNTED) for cut, year in _carried_over(host_ids)}


def published_counts_by_row(host_id: int, year: int) -> dict[PublishedRowKey, dict[str, int]]:
    """Rows of a year, with the counts shown today."""
    rows = PublishedCount.objects.filter(organisation_id=host_id, year=year)
    carried_over = _carried_over([host_id])
    return {
        (cut, year, key): {} if (cut, year) in carried_over else values
        for cut, key, values in rows.values_list("cut", "key", "values")
    }


def _carried_over(host_ids: Collection[int]) -> set[tuple[str, int]]:
    """Cuts and years that still show the counts of a publication before the last one of their Region."""
    rows = PublishedCount.objects.filter(organisation_id__in=host_ids)
    last = dict(rows.values_list("organisation_id").annotate(at=Max("counted_at")))
    publications = rows.values_list("organisation_id", "cut", "year", "counted_at").distinct()
    return {(cut, year) for host, cut, year, at in publications if at < last[host]}


def last_published_at(host_ids: Collection[int]) -> str:
    """Instant of the last publication, as text; "" before the first. Equal instants hide the same counts."""
    instant = PublishedCount.objects.filter(organisation_id__in=host_ids).aggregate(at=Max("counted_at"))["at"]
    return instant.isoformat() if instant else ""
