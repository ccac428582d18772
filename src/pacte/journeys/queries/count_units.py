"""Count units for the machine: what the tables of counts sum, small counts included, at their finest breakdown.

The cuts are those of ``Cut``, iterated: a new one is protected with the others, or a test that walks them fails.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet, Sum

from pacte.journeys.models import GroupTally, SessionTally, SituationTally
from pacte.journeys.queries.funnel import COLUMN, annotate_network_kind
from pacte.journeys.records import HORIZONS
from pacte.journeys.records.counts import ENDS, PEOPLE, PEOPLE_COUNTS, PEOPLE_CUTS, PLACES, Cut
from pacte.journeys.records.results import MONTHS
from pacte.journeys.rules.end_year_disclosure import CROSSING
from pacte.journeys.rules.linked_suppression import Group
from pacte.journeys.rules.payers import Payer, action_set, actions_of_set, divide_places
from pacte.journeys.rules.results import certification_codes, training_key
from pacte.journeys.rules.suppression_tables import (
    CERTIFYING,
    COUNTED,
    END,
    EXTERNAL_CUTS,
    FUND,
    JURY,
    LATE,
    LATE_RESULT,
    ONE_FUND,
    OVER,
    OVER_BY_DEPARTMENT,
    PACT_ACTION,
    PLAN_ACTION,
    RESULT,
    SHARED,
    YEAR,
    CountUnit,
)
from pacte.kernel.actor import Actor
from pacte.offer.models import Training
from pacte.offer.records import SessionState

SIX_MONTHS = timedelta(days=round(MONTHS * 30.4))
# A jury sits within two months of the end, as in the certification indicators.
JURY_DELAY = timedelta(days=60)
PACT = "pact"
SESSION_CUTS = tuple(cut for cut in Cut if cut not in PEOPLE_CUTS and cut not in (Cut.YEAR, Cut.SESSION))


def hosts_counted(*, actor: Actor) -> list[int]:
    """Regions that have counts. Raises ``NotFound`` for anybody but the machine."""
    actor.require_system()
    return list(SessionTally.objects.order_by("organisation_id").values_list("organisation_id", flat=True).distinct())


def session_units(*, actor: Actor, host_id: int, on: date, by_crossing: bool = False) -> list[CountUnit]:
    """Sessions grouped into units that no table tells apart: tables by session, public results over all years.

    ``by_crossing``: sessions that end in a later year form separate units.
    """
    actor.require_system()
    columns = [*dict.fromkeys(["year", *(COLUMN[cut] for cut in SESSION_CUTS)])]
    counted: QuerySet[Any] = SessionTally.objects.filter(organisation_id=host_id)
    rows = counted.values(
        *columns, "shares", "is_protected", *PLACES, *PEOPLE_COUNTS,
        ends_on=F("session__ends_on"), state=F("session__state"), training=F("session__training_action__training_id"),
        certifying=F("session__training_action__training__is_certifying"), domain=F("order__domain_code"),
        objective=F("order__nature"),
    )  # fmt: skip
    codes = _certifications({row["training"] for row in rows})
    units_by_key: dict[str, tuple[frozenset[Group], dict[str, int]]] = {}
    bought_in: dict[str, Counter[Group]] = defaultdict(Counter)
    for row in rows:
        is_over = bool(row["ends_on"] and row["ends_on"] < on) and not row["is_protected"]
        is_over = is_over and row["state"] != SessionState.CANCELLED
        is_late = is_over and row["ends_on"] < on - SIX_MONTHS
        is_past_jury = is_over and row["certifying"] and row["ends_on"] + JURY_DELAY < on
        key_parts = [
            *(row[name] for name in (*columns, *EXTERNAL_CUTS, "training")),
            is_over,
            is_late,
            row["certifying"],
        ]
        is_crossing = by_crossing and row["ends_on"] and row["ends_on"].year > row["year"]
        key_parts += [is_past_jury, is_crossing]
        key = json.dumps(key_parts, default=str)
        if key not in units_by_key:
            cells = _cells(row, codes[row["training"]] if is_over else (), is_late=is_late)
            if is_over:
                cells |= _cells_over(row, is_late=is_late, is_past_jury=is_past_jury)
            if is_crossing:
                cells |= {(CROSSING, str(row["year"]), "")}
            units_by_key[key] = (cells, dict.fromkeys(COUNTED, 0))
        _add(units_by_key[key][1], row)
        bought_in[key].update(_divided_purchases(row))
    return [
        CountUnit(key, json.loads(key)[0], cells, counts, max(0, counts["bought"] - counts["lost"]), bought_in[key])
        for key, (cells, counts) in units_by_key.items()
    ]


def _cells(row: Mapping[str, Any], results: Iterable[str], *, is_late: bool) -> frozenset[Group]:
    year = str(row["year"])
    cells: set[Group] = {(YEAR, year, "")}
    for cut in SESSION_CUTS:
        if cut is not Cut.ACTION:
            value = row[COLUMN[cut]]
            cells.add((cut.value, year, "" if value is None else str(value)))
    cells |= {(name, year, str(row[name] or "")) for name in EXTERNAL_CUTS}
    cells |= _payer_cells(row)
    if row["certifying"]:
        cells.add((CERTIFYING, year, ""))
    for code in results:
        cells.add((RESULT, "", code))
        if is_late:
            cells.add((LATE_RESULT, "", code))
    return frozenset(cells)


def _payer_cells(row: Mapping[str, Any]) -> set[Group]:
    """Each action and each fund that buys the session, and all the payers together when there are several."""
    year, payers = str(row["year"]), row["payers"]
    cells: set[Group] = {(Cut.ACTION.value, year, action) for action in actions_of_set(action_set(payers))}
    cells |= {(PLAN_ACTION, year, each) for payer in payers if (each := _plan_action(payer))}
    cells |= {(PACT_ACTION, year, each) for payer in payers if payer["fund"] == PACT and (each := _plan_action(payer))}
    funds = {payer["fund"] for payer in payers}
    cells |= {(FUND, year, each) for each in funds}
    if len(funds) == 1:
        cells.add((ONE_FUND, year, *funds))
    if len(payers) > 1:
        cells.add((SHARED, year, json.dumps(payers)))
    return cells


def _plan_action(payer: Payer) -> str:
    return "" if payer["plan"] is None else f"{payer['plan']}:{payer['action']}"


def _divided_purchases(row: Mapping[str, Any]) -> Counter[Group]:
    """Places bought in each cell by action, of a session that several payers divide."""
    bought: Counter[Group] = Counter()
    year, parts = str(row["year"]), divide_places(row["bought"], row["shares"])
    if len({(payer["plan"], payer["action"]) for payer in row["payers"]}) > 1:
        for payer, places in zip(row["payers"], parts, strict=True):
            bought[Cut.ACTION.value, year, payer["action"] or ""] += places
            if plan_action := _plan_action(payer):
                bought[PLAN_ACTION, year, plan_action] += places
    return bought


def _cells_over(row: Mapping[str, Any], *, is_late: bool, is_past_jury: bool) -> frozenset[Group]:
    year = str(row["year"])
    cells = {(OVER, year, ""), (OVER_BY_DEPARTMENT, year, row["department"])}
    return frozenset(cells | {(name, year, "") for name, holds in ((LATE, is_late), (JURY, is_past_jury)) if holds})


def _add(counts: dict[str, int], row: Mapping[str, Any]) -> None:
    for name in COUNTED:
        counts[name] += sum(row[kind] for kind in ENDS) if name == "ended" else row.get(name, 0)


def _certifications(trainings: Iterable[int]) -> dict[int, list[str]]:
    """Keys of the public results that each training contributes to: its own, and those of its certifications."""
    rows = Training.objects.filter(pk__in=list(trainings)).values_list("pk", "certifications")
    return {pk: [training_key(pk), *certification_codes(certified)] for pk, certified in rows}


def people_units(*, actor: Actor, host_id: int) -> list[CountUnit]:
    """People by each cut of people, and ends by kind: the rows of each cut add up to the year."""
    actor.require_system()
    rows: QuerySet[Any] = GroupTally.objects.filter(organisation_id=host_id)
    units = []
    for cut in sorted(PEOPLE_CUTS):
        column = "network_kind" if cut is Cut.NETWORK else COLUMN[cut]
        lines = annotate_network_kind(rows) if cut is Cut.NETWORK else rows
        for row in lines.order_by().values("year", line=F(column)).annotate(**{n: Sum(n) for n in PEOPLE_COUNTS}):
            counts = dict.fromkeys(COUNTED, 0)
            _add(counts, row)
            units.append(_people_unit(cut.value, row["year"], str(row["line"]), counts))
    years = rows.order_by().values("year").annotate(**{name: Sum(name) for name in ENDS})
    return units + [
        _people_unit(END, row["year"], kind, dict.fromkeys((*PEOPLE, "ended"), row[kind]))
        for row in years
        for kind in ENDS
    ]


def _people_unit(cut: str, year: int, key: str, counts: Mapping[str, int]) -> CountUnit:
    cells = frozenset({(cut, str(year), key), (YEAR, str(year), cut)})
    # Cuts of people count no places.
    return CountUnit(f"{cut}|{year}|{key}", year, cells, {**counts, "taken": counts["entered"]})


def situation_sums(*, actor: Actor, host_id: int) -> dict[tuple[int, int], dict[str, int]]:
    """By (year of the end, horizon): people whose horizon has passed, who answered, who have a job."""
    actor.require_system()
    rows = SituationTally.objects.filter(organisation_id=host_id, months__in=HORIZONS).order_by("year", "months")
    sums = rows.values("year", "months").annotate(
        n_due=Sum("due"), n_answered=Sum("answered"), n_in_job=Sum("in_job")
    )  # fmt: skip
    return {
        (row["year"], row["months"]): {"due": row["n_due"], "answered": row["n_answered"], "in_job": row["n_in_job"]}
        for row in sums
    }


def year_sums(*, actor: Actor, host_id: int) -> dict[int, dict[str, int]]:
    """All counts, by year."""
    actor.require_system()
    names = (*PLACES, *PEOPLE_COUNTS)
    rows: QuerySet[Any] = SessionTally.objects.filter(organisation_id=host_id).order_by("year").values("year")
    sums: list[dict[str, Any]] = list(rows.annotate(**{f"n_{name}": Sum(name) for name in names}))
    return {
        row["year"]: {name: row[f"n_{name}"] for name in names} | {"ended": sum(row[f"n_{kind}"] for kind in ENDS)}
        for row in sums
    }


def people_by_table_row(*, actor: Actor, host_id: int) -> list[dict[int, int]]:
    """Admitted people by session, of each row of each table cut by session: a year, or a year and its cut. One query.

    As of the last count. Raises ``NotFound`` for anybody but the machine.
    """
    actor.require_system()
    columns = [COLUMN[cut] for cut in SESSION_CUTS if cut is not Cut.ACTION]
    rows: dict[tuple[object, ...], dict[int, int]] = defaultdict(dict)
    tallies = SessionTally.objects.filter(organisation_id=host_id)
    named = tallies.values_list("session_id", "admitted", "year", "payers", *columns)
    for session_id, people, year, payers, *keys in named:
        rows[(year,)][session_id] = people
        for action in actions_of_set(action_set(payers)):
            rows[year, Cut.ACTION, action][session_id] = people
        for column, key in zip(columns, keys, strict=True):
            rows[year, column, key][session_id] = people
    return list(rows.values())


def protected_session_ids(*, actor: Actor, session_ids: Collection[int]) -> set[int]:
    """Those whose people a small count would disclose to anybody. One query. For the machine, as above."""
    actor.require_system()
    rows = SessionTally.objects.filter(session_id__in=session_ids, is_protected=True)
    return set(rows.values_list("session_id", flat=True))
