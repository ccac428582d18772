"""Counts that the last publication hides from readers without small counts, for rooms that count the same people."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Max

from pacte.journeys.models import ShownCount
from pacte.journeys.records.counts import ANY_LINE
from pacte.journeys.rules.night_tables import NAMES as PEOPLE_COUNTED

ShownLine = tuple[str, int, str]
"""Cut, year and key of a line."""


def hidden_lines(host_ids: Collection[int]) -> dict[ShownLine, frozenset[str]]:
    """Rows with hidden counts, and the names of these counts. Empty before the first publication.

    A cut carried over from an earlier publication says nothing about today: all its rows are hidden.
    """
    rows = ShownCount.objects.filter(organisation_id__in=host_ids).exclude(hidden=[])
    found = {
        (cut, year, key): frozenset(names) for cut, year, key, names in rows.values_list("cut", "year", "key", "hidden")
    }
    return found | {(cut, year, ANY_LINE): frozenset(PEOPLE_COUNTED) for cut, year in _standing(host_ids)}


def shown_lines(host_id: int, year: int) -> dict[ShownLine, dict[str, int]]:
    """Rows of a year, with the counts shown today."""
    rows = ShownCount.objects.filter(organisation_id=host_id, year=year)
    standing = _standing([host_id])
    return {
        (cut, year, key): {} if (cut, year) in standing else values
        for cut, key, values in rows.values_list("cut", "key", "values")
    }


def _standing(host_ids: Collection[int]) -> set[tuple[str, int]]:
    """Cuts and years that still show the counts of a publication before the last one of their Region."""
    rows = ShownCount.objects.filter(organisation_id__in=host_ids)
    last = dict(rows.values_list("organisation_id").annotate(at=Max("counted_at")))
    found = rows.values_list("organisation_id", "cut", "year", "counted_at").distinct()
    return {(cut, year) for host, cut, year, at in found if at < last[host]}


def published_at(host_ids: Collection[int]) -> str:
    """Instant of the last publication, as text; "" before the first. Equal instants hide the same counts."""
    found = ShownCount.objects.filter(organisation_id__in=host_ids).aggregate(at=Max("counted_at"))["at"]
    return found.isoformat() if found else ""
