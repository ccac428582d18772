"""Counts that the last publication hides from readers without small counts, for rooms that count the same people.

The public reads none of these tables, and its figures must hide the same counts: a function tells every reader which.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from pacte.journeys.models import PublishedCount
from pacte.journeys.records.counts import ANY_ROW
from pacte.journeys.rules.suppression_tables import NAMES as PEOPLE_COUNTED
from pacte.journeys.rules.suppression_tables import PLAN_ACTION
from pacte.kernel.actor import Actor

PublishedRowKey = tuple[str, int, str]
"""Cut, year and key of a row."""


def hidden_counts_by_row(host_ids: Collection[int]) -> dict[PublishedRowKey, frozenset[str]]:
    """Rows with hidden counts, and the names of these counts. Empty before the first publication.

    A cut carried over from an earlier publication says nothing about today: all its rows are hidden.
    """
    rows = _published_rows(host_ids)
    hidden_by_row = {(each.cut, each.year, each.key): each.hidden for each in rows if each.hidden}
    carried_over = _cuts_carried_over((each.host_id, each.cut, each.year, each.counted_at) for each in rows)
    return hidden_by_row | {(cut, year, ANY_ROW): frozenset(PEOPLE_COUNTED) for cut, year in carried_over}


def published_action_rows(
    *, actor: Actor, host_ids: Collection[int], years: Collection[int]
) -> Mapping[str, list[Mapping[str, int]]]:
    """By action (« plan:number »), the counts shown today of each of these years. The same for every reader."""
    rows = _published_rows(host_ids)
    carried_over = _cuts_carried_over((each.host_id, each.cut, each.year, each.counted_at) for each in rows)
    by_action: dict[str, list[Mapping[str, int]]] = defaultdict(list)
    for each in rows:
        if each.cut == PLAN_ACTION and each.year in years:
            by_action[each.key].append({} if (each.cut, each.year) in carried_over else each.shown)
    return by_action


class _PublishedRow(NamedTuple):
    """``shown``: counts of the actions of a plan; empty for the other cuts."""

    host_id: int
    cut: str
    year: int
    key: str
    shown: Mapping[str, int]
    hidden: frozenset[str]
    counted_at: datetime


def _published_rows(host_ids: Collection[int]) -> list[_PublishedRow]:
    with connection.cursor() as cursor:
        cursor.execute("select * from journeys_published_rows(%s)", [sorted(host_ids)])
        return [
            _PublishedRow(host, cut, year, key, json.loads(shown), frozenset(json.loads(hidden)), at)
            for host, cut, year, key, shown, hidden, at in cursor.fetchall()
        ]


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
    return _cuts_carried_over(rows.values_list("organisation_id", "cut", "year", "counted_at").distinct())


def _cuts_carried_over(publications: Iterable[tuple[int, str, int, datetime]]) -> set[tuple[str, int]]:
    """Among hosts, cuts, years and instants: those before the last instant of their host."""
    by_host: dict[int, list[tuple[str, int, datetime]]] = defaultdict(list)
    for host, cut, year, at in publications:
        by_host[host].append((cut, year, at))
    return {
        (cut, year)
        for rows in by_host.values()
        for last in [max(at for *_, at in rows)]
        for cut, year, at in rows
        if at < last
    }


def last_published_at(host_ids: Collection[int]) -> str:
    """Instant of the last publication, as text; "" before the first. Equal instants hide the same counts."""
    with connection.cursor() as cursor:
        cursor.execute("select journeys_last_published(%s)", [sorted(host_ids)])
        (instant,) = cursor.fetchone()
    return instant.isoformat() if instant else ""
