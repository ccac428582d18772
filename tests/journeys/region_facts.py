"""The facts of a random region, written directly to Parquet as a refresh would."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb

from pacte.indicators.facts.tables import TABLES
from pacte.indicators.queries.store import MANIFEST
from pacte.indicators.records.manifest import FactFile, FactsManifest
from tests.journeys.counted_region import AT, TODAY, Region

Row = dict[str, object]
HALF_A_YEAR = timedelta(days=183)


def write_facts(region: Region, place: Path, night: int) -> None:
    """Writes one file per table. ``night`` makes their names and identity different from those of another night."""
    place.mkdir(parents=True, exist_ok=True)
    numbers = itertools.count(1)
    found = _of_people(region) | {"ledger": list(_ledger(region)), "states": list(_states(region))}
    parts = []
    with duckdb.connect() as connection:
        for table, rows in found.items():
            path = place / f"{table}-{night + 1:06d}.parquet"
            lines = place / f"{table}.json"
            lines.write_text("\n".join(json.dumps(row | {"row": next(numbers)}, default=str) for row in rows))
            columns = TABLES[table].columns
            told = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
            source = f"read_json('{lines}', format = 'newline_delimited', columns = {{{told}}})"
            connection.execute(f"copy (select * from {source}) to '{path}' (format parquet)")
            parts.append(FactFile(table, path.name, len(rows), f"{region.plan.pk}-{night}"))
    made = FactsManifest(tuple(parts), built_at=f"{TODAY.isoformat()}T00:00:00+00:00", next_row=next(numbers))
    (place / MANIFEST).write_text(made.as_json(), encoding="utf-8")


def _session(region: Region, rank: int) -> Row:
    told = region.known[rank]
    return {
        "host": region.cast.region.pk, "session": rank, "session_commune": f"{told.department}033",
        "provider": told.provider, "nature": told.objective, "domain": told.domain, "certifying": told.is_certifying,
        "rolling": False, "starts_on": told.starts_on, "first_starts_on": told.starts_on, "ends_on": told.ends_on,
        "fund": told.lines[0].fund,
    }  # fmt: skip


def _ledger(region: Region) -> Iterable[Row]:
    for rank, (told, places) in enumerate(zip(region.known, region.places, strict=True)):
        amounts = [("bought", line, line.places) for line in told.lines]
        amounts += [(kind, told.lines[0], places[kind]) for kind in ("opened", "lost")]
        for kind, line, count in amounts:
            if count:
                yield _session(region, rank) | {
                    "kind": kind, "places": count, "hours": count * 100, "cents": 100, "fund": line.fund,
                    "happened_on": told.starts_on, "recorded_at": AT.replace(tzinfo=None), "order_id": told.order,
                    "order_ends_on": date(told.year + 2, 12, 31), "price_unit": "trainee_hour", "unit_price_cents": 1,
                    **({"plan": told.plan, "plan_action": line.action} if line.action else {}), "order_fund": line.fund,
                }  # fmt: skip


def _states(region: Region) -> Iterable[Row]:
    for rank, (told, places) in enumerate(zip(region.known, region.places, strict=True)):
        state = "cancelled" if places["lost"] else "ended" if told.is_over else "running"
        yield _session(region, rank) | {
            "state": state, "happened_on": told.starts_on, "recorded_at": _noon(told.starts_on),
        }  # fmt: skip


def _of_people(region: Region) -> dict[str, list[Row]]:
    tables = ("approaches", "entries", "ends", "results", "situations", "notebook")
    found: dict[str, list[Row]] = {name: [] for name in tables}
    for number, each in enumerate(region.people, 1):
        told = region.known[each.session]
        common = _session(region, each.session) | {
            "journey": number, "follows": None if number % 3 else number + 1_000_000, "person": number,
            "residence": f"{each.home}033", "sex": each.sex, "age": each.age,
            "diploma": each.diploma, "opened_on": told.starts_on, "entered_on": told.starts_on,
            "ended_on": each.ended_on, "planned_end_on": told.ends_on, "end_kind": each.end or None,
        }  # fmt: skip
        for table, kind, on, more in _steps(region, number):
            known_on = max(each.known_on, on)
            found[table].append(common | {"kind": kind, "happened_on": on, "recorded_at": _noon(known_on)} | more)
    return found


def _steps(region: Region, number: int) -> Iterator[tuple[str, str, date, Row]]:
    each = region.people[number - 1]
    starts_on = region.known[each.session].starts_on
    # Some days before the start, in the same year.
    before = max(date(starts_on.year, 1, 1), starts_on - timedelta(days=number % 40))
    for name, kind in (("proposed", "proposed"), ("informed", "information_attended"), ("admitted", "admitted")):
        if name in each.steps:
            yield "approaches", kind, before, {}
    if "admitted" in each.steps and "entered" not in each.steps and number % 2:
        yield "approaches", "never_came", starts_on, {}
    if "informed" in each.steps and "admitted" not in each.steps and number % 4:
        yield "approaches", "declined", before, {"end_reason": ("money", "distance", "not_said")[number % 3]}
    if "entered" in each.steps:
        yield "entries", "entered", starts_on, {}
        yield from _contacts(number, starts_on, each.ended_on)
    if each.ended_on:
        reason = ("money", "personal_or_health", "distance", "")[number % 4] if each.end == "dropout" else ""
        yield "ends", "ended", each.ended_on, {"end_reason": reason}
        if "certified" in each.steps:
            yield "results", "certified", each.ended_on + timedelta(days=5), {}
        if "answered" in each.steps:
            told: Row = {"months": 6, "answered": True, "in_job": "in_job" in each.steps}
            yield "situations", "situation", each.ended_on + HALF_A_YEAR, told


def _contacts(number: int, starts_on: date, ended_on: date | None) -> Iterator[tuple[str, str, date, Row]]:
    days = [starts_on - timedelta(days=1)] * (number % 2) + [starts_on] * (number % 3 > 0)
    if ended_on:
        days += [ended_on + timedelta(days=1)] * (number % 5 > 0)
    for on in days:
        yield "notebook", "call", on, {"reached": True}


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12))
