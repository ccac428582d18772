"""Which counts the last publication hides from who sees no small one: for the rooms that count the same people."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Max

from pacte.journeys.models import ShownCount

ShownLine = tuple[str, int, str]
"""Cut, year and key of a line."""


def hidden_lines(host_ids: Collection[int]) -> dict[ShownLine, frozenset[str]]:
    """The lines of which something is hidden, with the names of these counts. Empty before the first publication."""
    rows = ShownCount.objects.filter(organisation_id__in=host_ids).exclude(hidden=[])
    return {
        (cut, year, key): frozenset(names) for cut, year, key, names in rows.values_list("cut", "year", "key", "hidden")
    }


def shown_lines(host_id: int, year: int) -> dict[ShownLine, dict[str, int]]:
    """The lines of a year, with the counts that are shown."""
    rows = ShownCount.objects.filter(organisation_id=host_id, year=year)
    return {(cut, year, key): values for cut, key, values in rows.values_list("cut", "key", "values")}


def published_at(host_ids: Collection[int]) -> str:
    """The instant of the last publication, as text; "" before the first. Two of one instant hide the same."""
    found = ShownCount.objects.filter(organisation_id__in=host_ids).aggregate(at=Max("counted_at"))["at"]
    return found.isoformat() if found else ""
