"""Places of the sessions that several lines pay for, divided between them. For the queries of counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet

from pacte.journeys.models import SessionTally
from pacte.journeys.records.counts import PLACES
from pacte.journeys.rules.payers import accepted_payers, action_set, divide_places

Places = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DividedPlaces:
    """One session. ``left_out``: the places of the payers that the question does not accept; ``by_action``: the others.

    ``cell``: its value in a cut; ``actions``: key of the set of the accepted actions.
    """

    cell: object
    actions: str
    left_out: Places
    by_action: Mapping[str, Places]


def divided_places(rows: QuerySet[Any], column: str, asked: Mapping[str, object]) -> list[DividedPlaces]:
    """One query over tallies; none for groups of people, which have no places. ``asked``: of a payer."""
    if rows.model is not SessionTally:
        return []
    length = Func(F("payers"), function="jsonb_array_length", output_field=IntegerField())
    columns = dict.fromkeys((column, "payers", "shares", *PLACES))
    shared = rows.order_by().annotate(payer_count=length).filter(payer_count__gt=1).values(*columns)
    return [_divided(row, column, asked) for row in shared]


def places_by_action(row: Mapping[str, Any], ranks: Iterable[int]) -> dict[str, Counter[str]]:
    """Places of one tally by action, for the payers of these ranks."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    parts = {name: divide_places(row[name], row["shares"]) for name in PLACES}
    for rank in ranks:
        found[row["payers"][rank]["action"] or ""].update({name: parts[name][rank] for name in PLACES})
    return found


def _divided(row: Mapping[str, Any], column: str, asked: Mapping[str, object]) -> DividedPlaces:
    ranks = accepted_payers(row["payers"], asked)
    by_action = places_by_action(row, ranks)
    kept = {name: sum(places[name] for places in by_action.values()) for name in PLACES}
    return DividedPlaces(
        cell=row[column],
        actions=action_set(row["payers"][rank] for rank in ranks),
        left_out={name: row[name] - kept[name] for name in PLACES},
        by_action=by_action,
    )
