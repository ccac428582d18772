"""Facts invented by the million, straight into Parquet, for the bench of the indicators; and what it is compared with.

Everything is drawn from the number of the row: the same size gives the same facts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import duckdb

from pacte.indicators.facts.tables import TABLES
from pacte.indicators.queries.store import MANIFEST
from pacte.indicators.records.manifest import FactFile, FactsManifest

DEPARTMENTS = ("18", "28", "36", "37", "41", "45")
_TWO_YEARS, _YEARS = 730, 2_555

# One draw a purpose: a number from 0 to 1 that depends on the row and on nothing else.
_DRAW = "(hash(i * 31 + {salt}) % 1000003) / 1000003.0"


def draw(salt: int) -> str:
    return _DRAW.format(salt=salt)


def _columns() -> dict[str, str]:
    """What every row about somebody bears, as SQL of the row's number."""
    commune = "list_extract(['18','28','36','37','41','45'], 1 + cast(floor({d} * 6) as int))"
    number = "lpad(cast(1 + cast(floor({d} * 290) as int) as varchar), 3, '0')"
    home = f"{commune.format(d=draw(1))} || {number.format(d=draw(2))}"
    there = f"{commune.format(d=draw(3))} || {number.format(d=draw(4))}"
    starts = f"date '2018-01-01' + cast(floor({draw(5)} * {_YEARS}) as int)"
    return {
        "row": "i", "fact": "i", "host": "1", "journey": "i", "person": f"cast(floor({draw(6)} * n * 0.6) as bigint)",
        "referrer": f"cast(floor({draw(7)} * 24) as bigint)", "residence": home, "session_commune": there,
        "sex": f"case when {draw(8)} < 0.5 then 'f' else 'm' end", "age": f"16 + cast(floor({draw(9)} * 48) as int)",
        "diploma": f"case when {draw(10)} < 0.03 then null else 1 + cast(floor({draw(11)} * 6) as int) end",
        "rsa": f"case when {draw(12)} < 0.2 then true end", "rqth": f"case when {draw(13)} < 0.09 then true end",
        "session": f"cast(floor({draw(14)} * n / 33) as bigint)",
        "provider": f"cast(floor({draw(15)} * 300) as bigint)",
        "nature": f"case when {draw(16)} < 0.3 then 'certifying' when {draw(16)} < 0.5 then 'remobilisation'"
        " else 'basic_skills' end",
        "domain": f"cast(100 + cast(floor({draw(17)} * 300) as int) as varchar)",
        "certifying": f"{draw(16)} < 0.3", "rolling": f"{draw(16)} >= 0.3",
        "starts_on": starts, "first_starts_on": starts, "ends_on": f"{starts} + 150",
        "planned_end_on": f"{starts} + 150",
        "opened_on": f"{starts} - 60", "entered_on": starts, "ended_on": f"{starts} + 140",
        "fund": f"case when {draw(18)} < 0.23 then 'pact' else 'baseline' end", "funder": "1",
    }  # fmt: skip


def _happened(table: str) -> str:
    return {
        "entries": "entered_on", "ends": "ended_on", "situations": "ended_on + 183", "results": "ended_on + 10",
        "approaches": "opened_on", "hours": "entered_on + 30",
    }[table]  # fmt: skip


_OWN = {
    "entries": {"kind": "'entered'"},
    "ends": {"kind": "'ended'", "end_kind": f"case when {draw(20)} < 0.9 then 'to_term' else 'dropout' end"},
    "situations": {
        "kind": "'situation'", "months": f"case when {draw(21)} < 0.5 then 6 else 12 end",
        "answered": f"{draw(22)} < 0.6", "in_job": f"{draw(23)} < 0.6", "had_job": f"{draw(23)} < 0.7",
        "favourable": f"{draw(23)} < 0.65",
    },
    "results": {"kind": f"case when {draw(24)} < 0.7 then 'certified' else 'presented' end"},
    "approaches": {
        "kind": f"case when {draw(25)} < 0.2 then 'information_missed'"
        f" when {draw(25)} < 0.8 then 'information_attended' else 'proposed' end",
        "mode": f"case when {draw(26)} < 0.6 then 'chosen' else 'summoned' end",
    },
    "hours": {"kind": "'present'", "minutes": f"cast(floor({draw(27)} * 9000) as int)"},
}  # fmt: skip
_SHARES = {"entries": 1.0, "ends": 0.95, "situations": 0.9, "results": 0.25, "approaches": 1.0, "hours": 1.0}


def write_facts(place: Path, *, entries: int, on_progress: Callable[[int], None]) -> FactsManifest:
    """A whole store: people's facts by the million, a ledger of their sessions. Gives its manifest."""
    place.mkdir(parents=True, exist_ok=True)
    parts, done = [], 0
    with duckdb.connect() as connection:
        for table, share in _SHARES.items():
            parts.append(_write(connection, place, table, _select(table, entries, round(entries * share))))
            done += round(entries * share)
            on_progress(done)
        parts.append(_write(connection, place, "ledger", _ledger(entries)))
        parts.append(_write(connection, place, "replaced", _replaced(entries)))
    made = FactsManifest(tuple(parts), built_at="2024-12-31T00:00:00+00:00", next_row=entries + 1)
    (place / MANIFEST).write_text(made.as_json(), encoding="utf-8")
    return made


def _select(table: str, entries: int, rows: int) -> str:
    expressions = _columns() | _OWN[table]
    inner_columns = ", ".join(f"{sql} as {name}" for name, sql in expressions.items())
    late = f"cast(floor({draw(30)} * {draw(31)} * 200) as int)"
    columns = TABLES[table].columns
    picked = ", ".join(
        f"cast({name} as {kind}) as {name}" if name in expressions or name in ("happened_on", "recorded_at")
        else f"cast(null as {kind}) as {name}"
        for name, kind in columns.items()
    )  # fmt: skip
    return f"""
select {picked} from (
    select *, happened as happened_on, cast(happened + {late} as timestamp) as recorded_at
    from (select *, {_happened(table)} as happened from (
        select i, {inner_columns} from (select range as i, {entries} as n from range({rows}))))
) order by happened_on"""  # noqa: S608


def _ledger(entries: int) -> str:
    """Two lines a session: bought, and lost for one in twenty."""
    sessions = max(1, entries // 33)
    expressions = _columns() | {
        "session": "i // 2", "kind": "case when i % 2 = 0 then 'bought' else 'lost' end", "order_id": "i // 20",
        "places": f"case when i % 2 = 0 then 40 when {draw(40)} < 0.05 then 40 else 0 end",
        "hours": "case when i % 2 = 0 then 12000 else 0 end", "cents": "case when i % 2 = 0 then 14400000 else 0 end",
        "price_unit": "'trainee_hour'", "unit_price_cents": "1200",
    }  # fmt: skip
    inner_columns = ", ".join(f"{sql} as {name}" for name, sql in expressions.items())
    picked = ", ".join(
        f"cast({name} as {kind}) as {name}" if name in expressions or name in ("happened_on", "recorded_at")
        else f"cast(null as {kind}) as {name}"
        for name, kind in TABLES["ledger"].columns.items()
    )  # fmt: skip
    return f"""
select {picked} from (
    select *, opened_on - 60 as happened_on, cast(opened_on - 60 as timestamp) as recorded_at
    from (select i, {inner_columns} from (select range as i, {entries} as n from range({2 * sessions})))
) order by happened_on"""  # noqa: S608


def _replaced(entries: int) -> str:
    """One row in a hundred was taken back on some day."""
    days = f"cast(floor({draw(50)} * {_YEARS}) as int)"
    return f"""
select cast(i as bigint) as row, cast(date '2018-06-01' + {days} as timestamp) as replaced_at,
    cast(null as bigint) as by_row
from (select range * 100 as i, {entries} as n from range({max(1, entries // 100)}))
order by row"""  # noqa: S608


def _write(connection: duckdb.DuckDBPyConnection, place: Path, table: str, select: str) -> FactFile:
    path = place / f"{table}-000001.parquet"
    connection.execute(f"copy ({select}) to '{path}' (format parquet, compression zstd)")
    row = connection.execute(f"select count(*) from read_parquet('{path}')").fetchone()  # noqa: S608
    with path.open("rb") as file:
        return FactFile(table, path.name, row[0] if row else 0, hashlib.file_digest(file, "sha256").hexdigest())
