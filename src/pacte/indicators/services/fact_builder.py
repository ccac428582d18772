"""Builds the fact tables from the new source rows: table of each fact, replacements, contradictions.

Rules: a late fact counts from the day it was recorded; a future fact counts from its date; a correction replaces.
Contradictions are quarantined (``quarantine``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Self

import duckdb

from pacte.indicators.facts.anonymisation import FORGOTTEN_COLUMNS
from pacte.indicators.facts.tables import PERSON_COLUMNS, REPLACED_COLUMNS, SESSION_COLUMNS, STEP_TABLES, TABLES
from pacte.indicators.queries.store import create_raw_view
from pacte.indicators.records.manifest import FactsManifest, ReadPosition, RefreshReport
from pacte.indicators.services.duckdb_tools import StatementPool, load_export, scalar
from pacte.indicators.services.fact_exports import EXPORTS, SOURCES
from pacte.indicators.services.quarantine import Quarantine
from pacte.kernel.fact_export import FactExport

LATE_DAYS = 31
# Paris is at most two hours ahead of UTC, and has its dates first.
_AHEAD_OF_UTC = "interval 2 hours"
_TABLES_BY_SOURCE = {source: (source,) for source in SOURCES} | {
    "steps": ("approaches", "entries", "ends", "results", "situations"),
}
# Gaps: requested identifiers without a row. They are between two successive marks, when the first does not end a
# requested range. Marks are the loaded rows, the number before the start of a gap, and the number after its end.
_HOLES = """
select number + 1, following - 1 from (
    select number, is_end, lead(number) over (order by number, is_end desc) as following from (
        select fact as number, false as is_end from came_{source}
        union all select unnest($begins::bigint[]), false union all select unnest($ends::bigint[]), true))
where not is_end and following > number + 1 order by 1
"""
_STEPS = _TABLES_BY_SOURCE["steps"]
# Final once checked: nothing changes the others after it but the move of an entry, which they follow.
_FINAL_ONCE_CHECKED = ("approaches", "entries")
# Before an entry, the age is that of the day of the act. The year of birth of an erased person is not known.
_AGE_AT_ACT = "coalesce(year(least(c.happened_on, coalesce(p.entered_on, c.happened_on))) - p.birth_year, p.age)"
_STEP_KINDS = ", ".join(f"'{kind}'" for kind in STEP_TABLES)
_FACT_TABLE = f"""case c.kind {" ".join(f"when '{kind}' then '{table}'" for kind, table in STEP_TABLES.items())}
    else 'approaches' end"""
_STEP_DATES = {"opened_on", "entered_on", "ended_on", "planned_end_on"}


def _source_of(table: str) -> str:
    return next(name for name, tables in _TABLES_BY_SOURCE.items() if table in tables)


def _empty_select(table: str) -> str:
    columns = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in TABLES[table].columns.items())
    return f"select {columns} where false"


def _hole_marks(before: ReadPosition) -> dict[str, list[int]]:
    return {
        "begins": [*(first - 1 for first, _ in before.holes), before.last],
        "ends": [last + 1 for _, last in before.holes],
    }


class FactBuilder:
    """Builds new facts in DuckDB before they are written: ``load``, ``open_base``, ``build``, ``write``.

    ``is_little``: the new rows are few compared with the store.
    """

    def __init__(self, base: Path, *, is_little: bool) -> None:
        self._base, self._is_little, self.db = base, is_little, duckdb.connect()
        # What a month brings is small: snappy writes it a sixth faster.
        self._compression = "snappy" if is_little else "zstd"
        # The footer of a stored file is read once, not at each of the ten statements that read the file.
        self.db.execute("set TimeZone = 'UTC'; set parquet_metadata_cache = true")
        if is_little:
            # For a hundred small statements, parallelism costs more than it saves.
            self.db.execute("set threads = 1")
        self._opened: FactsManifest | None = None
        self._carried: FactsManifest | None = None
        self._has_late_rows = False
        self._filled: list[str] = []
        self._counts: dict[str, int] = {}
        self._loaded: set[str] = set()
        self._writer = StatementPool(self.db)
        self._leaving: dict[str, Future[None]] = {}
        self.db.execute(f"create type step_table as enum {_STEPS}")
        columns = ", ".join(f"{name} {kind}" for name, kind in REPLACED_COLUMNS.items())
        self.db.execute(f"create table new_replaced ({columns})")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._writer.close()
        self.db.close()

    def open_store(self, facts_manifest: FactsManifest) -> None:
        """Opens the facts already stored."""
        for name, table in TABLES.items():
            self._open(name, table.columns, facts_manifest)
        self._open("replaced", REPLACED_COLUMNS, facts_manifest)
        self._open("forgotten", FORGOTTEN_COLUMNS, facts_manifest)
        aside = [self._base / file for file in facts_manifest.files("aside")]
        self.quarantine = Quarantine(self.db, aside, is_little=self._is_little)
        self._opened = facts_manifest

    def open_base(self, facts_manifest: FactsManifest, *, carried: FactsManifest | None = None) -> None:
        """Sets the store to which the new rows are added. ``carried``: one whose rows of erased people are copied."""
        self._carried, self.next_row = carried, facts_manifest.next_row
        if facts_manifest is not self._opened:
            self.open_store(facts_manifest)
        if carried:
            self._open("forgotten", FORGOTTEN_COLUMNS, carried)
        for source in dict(self.db.execute("select distinct source, true from raw_forgotten").fetchall()):
            self.db.execute(
                f"delete from came_{source} where fact in (select fact from raw_forgotten where source = '{source}')"
            )

    def _open(self, name: str, columns: dict[str, str], facts_manifest: FactsManifest) -> None:
        create_raw_view(self.db, name, columns, [self._base / file for file in facts_manifest.files(name)])

    # ------------------------------------------------------------ loading

    def load(self, export: FactExport, path: Path, before: ReadPosition) -> ReadPosition:
        """Loads the new rows of an export of facts. Returns its new read position."""
        if not load_export(self.db, f"came_{export.name}", export, path):
            return before
        self._loaded.add(export.name)
        rows, last = self.db.execute(f"select count(*), max(fact) from came_{export.name}").fetchone() or (0, 0)
        if not before.holes and rows == last - before.last:
            return ReadPosition(last)
        holes = self.db.execute(_HOLES.format(source=export.name), _hole_marks(before)).fetchall()
        return ReadPosition(max(before.last, last), tuple(holes))

    def load_retried(self, steps: list[int], export: FactExport, path: Path) -> None:
        """Loads the retried steps. ``steps``: those requested; the file has those that are not corrected."""
        load_export(self.db, "came_again", export, path)
        self.quarantine.retry(steps)

    def load_context(self, export: FactExport, path: Path) -> None:
        """Loads what facts are joined to: people, sessions, actions of the plan."""
        load_export(self.db, f"came_{export.name}", export, path)

    def unnumbered_learners(self) -> list[int]:
        """Learners of the new facts without a number yet."""
        return self._number_list(
            "select distinct learner from came_people where learner not in (select learner from came_person_numbers)"
        )

    def number_people(self, new_numbers: dict[int, int]) -> None:
        """Gives people the number that stands for them; whoever has none is told apart by a number below zero."""
        if new_numbers:
            self.db.execute(
                "insert into came_person_numbers select unnest($learners::bigint[]), unnest($numbers::bigint[])",
                {"learners": list(new_numbers), "numbers": list(new_numbers.values())},
            )
        self.db.execute(
            "create table people as select p.* exclude (learner), coalesce(n.number, -p.learner) as person"
            " from came_people p left join came_person_numbers n on n.learner = p.learner"
        )
        self.db.execute("drop table came_people")

    def journeys(self) -> list[int]:
        """Journeys of the new facts."""
        of = ("steps", "hours", "notebook", "campaign_contacts", "origins", "releases")
        return self._number_list(" union ".join(f"select journey from came_{source}" for source in of))

    def sessions(self) -> list[int]:
        """Sessions of the new facts, including those of the journeys: most facts about people do not name one."""
        of = ("ledger", "states", "steps")
        selects = " union ".join(f"select session from came_{source}" for source in of)
        return self._number_list(f"{selects} union select journey_session from came_people")

    def learners(self) -> list[int]:
        """Learners of the journeys of the new facts."""
        return self._number_list("select distinct learner from came_people")

    def _number_list(self, text: str) -> list[int]:
        return [number for (number,) in self.db.execute(f"{text} order by 1").fetchall() if number is not None]

    # ------------------------------------------------------------ building

    def build(self, path_of: Callable[[str], Path]) -> RefreshReport:
        """Assigns each fact its table and row number, and finds what it replaces. ``path_of``: the file of a table."""
        self._paths = path_of
        self._place_new_rows()
        steps = [table for table in _STEPS if self._counts[table]]
        # Written in the meantime. A full rebuild adds the rows of erased people: its tables are final at the end.
        early = () if self._carried else _FINAL_ONCE_CHECKED
        self.quarantine.quarantine_contradictions(steps, lambda table: self._start_writing({table}.intersection(early)))
        self._record_replacements()
        self.quarantine.apply_late_answers()
        self._carry_corrected_entries()
        self._copy_anonymised()
        late, future = self._count_new_rows()
        self._start_writing(name for name, rows in self._counts.items() if rows)
        return RefreshReport(
            added={table: self._counts[table] for table in TABLES}, replaced=self._counts["replaced"], late=late,
            future=future, aside=self.quarantine.new_counts(), people=0, forgotten=0, seconds=0.0, digest="", rows=0,
        )  # fmt: skip

    def _place_new_rows(self) -> None:
        """Creates ``new_steps``, whose rows are of several tables, and ``new_…`` for each other table that gains rows.

        These have no quarantine: they are final, and written while the steps are still placed.
        """
        self._counts = self._counts_by_table()
        self._filled = [name for name in TABLES if name not in _STEPS and (self._counts[name] or self._carried)]
        # Longest first: two run at once.
        placing = {
            name: self._writer.submit(f"create table new_{name} as {self._placed_sql(name)}")
            for name in ("steps", *sorted(self._filled, key=lambda each: -self._counts[each]))
        }
        for table in self._filled:
            placing[table].result()
            if not self._carried:
                self._start_writing([table])
        placing["steps"].result()

    def _counts_by_table(self) -> dict[str, int]:
        """Number of rows for each table."""
        counts = dict.fromkeys(TABLES, 0)
        names = {source: _FACT_TABLE if source == "steps" else f"'{source}'" for source in sorted(self._loaded)}
        selects = [
            f"select {name}, count(*) from came_{source} c where not withdrawn group by 1"
            for source, name in names.items()
        ]
        if selects:
            counts |= dict(self.db.execute(" union all ".join(selects)).fetchall())
        return counts

    def _count_new_rows(self) -> tuple[int, int]:
        """Counts the rows by table. Returns how many were recorded late, and how many have a future date."""
        late = f"count(*) filter (where recorded_at > happened_on + {LATE_DAYS})"
        future = f"count(*) filter (where happened_on > cast(recorded_at + {_AHEAD_OF_UTC} as date))"
        counts = [f"select fact_table, count(*), {late}, {future} from new_steps group by 1"]
        counts += [f"select '{table}', count(*), {late}, {future} from new_{table}" for table in self._filled]
        counts += [f"select '{name}', count(*), 0, 0 from new_{name}" for name in ("replaced", "forgotten")]
        rows = self.db.execute(" union all ".join(counts)).fetchall()
        self._counts = {**dict.fromkeys(TABLES, 0), **{name: count for name, count, _, _ in rows}}
        return sum(late for _, _, late, _ in rows), sum(future for _, _, _, future in rows)

    def _placed_sql(self, name: str) -> str:
        """Rows of one table, or of all those of steps, in order of date: a day is found without reading everything."""
        tables = _STEPS if name == "steps" else (name,)
        rows = sum(self._counts[table] for table in tables)
        if not rows and name != "steps":
            return _empty_select(name)
        source, columns = _source_of(tables[0]), TABLES[tables[0]].columns
        came = EXPORTS[source].columns.keys()
        picked = [f"{self._column_sql(each, tables[0], came)} as {each}" for each in columns if each != "row"]
        if name == "steps":
            picked.append(f"cast({_FACT_TABLE} as step_table) as fact_table")
        joins = ""
        if "journey" in columns:
            joins += " left join people p on p.journey = c.journey"
        if "session_commune" in columns:
            joins += f" left join came_sessions s on s.session = {self._column_sql('session', tables[0], came)}"
        if "plan_action_id" in came:
            joins += " left join came_actions a on a.plan_action_id = c.plan_action_id"
        # Sorted once joined: a join may read its smaller side first, and then gives the rows in any order. Millions of
        # steps are grouped by table too: what reads one table then skips the others.
        grouped = "fact_table, " if name == "steps" and not self._is_little else ""
        placed = (
            f"select {', '.join(picked)} from came_{source} c{joins} where not c.withdrawn"
            f" order by {grouped}c.happened_on, c.fact"
        )
        first = self.next_row
        self.next_row += rows
        return f"select {first - 1} + row_number() over () as row, p.* from ({placed}) p"

    def _column_sql(self, name: str, table: str, came: Collection[str]) -> str:
        if name == "fund" and "fund" not in came:
            bought = "s.fund" if "order_fund" not in came else "coalesce(c.order_fund, s.fund)"
            of_people = TABLES[table].is_about_people
            return f"case when p.is_pact then 'pact' else {bought} end" if of_people else bought
        if name == "funder" and "order_funder" in came:
            return "coalesce(c.order_funder, s.funder)"
        if name == "session" and TABLES[table].is_about_people:
            return "coalesce(c.session, p.journey_session)" if name in came else "p.journey_session"
        if name == "age" and table in ("campaign_contacts", "origins", "releases"):
            return _AGE_AT_ACT
        if name == "age" and table in _STEPS:
            return f"case when c.kind in ({_STEP_KINDS}) then p.age else {_AGE_AT_ACT} end"
        if name == "planned_end_on":
            return "s.ends_on"
        if name == "kind" and table == "hours":
            return "'present'"
        if name in came:
            return f"c.{name}"
        if name == "plan_action":
            return "a.plan_action"
        if name in PERSON_COLUMNS or (name in _STEP_DATES and "journey" in TABLES[table].columns):
            return f"p.{name}"
        if name in SESSION_COLUMNS and "session_commune" in TABLES[table].columns:
            return f"s.{name}"
        return f"cast(null as {TABLES[table].columns[name]})"

    def _record_replacements(self) -> None:
        for source, tables in _TABLES_BY_SOURCE.items():
            if source not in self._loaded or not scalar(self.db, f"select count(corrects) from came_{source}"):
                continue  # Avoids reading the whole store.
            added = ["steps"] if source == "steps" else [table for table in tables if table in self._filled]
            stored = [f"raw_{table}" for table in tables] + [f"new_{name}" for name in added]
            known = " union all ".join(f"select row, fact from {rows}" for rows in stored)
            self.db.execute(
                f"insert into new_replaced select k.row, c.recorded_at,"
                f" (select min(n.row) from ({known}) n where n.fact = c.fact)"
                f" from came_{source} c join ({known}) k on k.fact = c.corrects where c.corrects is not null"
            )

    def _carry_corrected_entries(self) -> None:
        """Ends, results and situations carry the dates of their entry: they are updated when it is corrected."""
        self.db.execute("""
            create temp table moved as
            select c.journey, max(c.recorded_at) as recorded_at from came_steps c
            where c.corrects is not null and c.kind in ('entered', 'ended') group by c.journey
        """)
        if not self._count("moved"):
            return
        self._has_late_rows = True
        self.quarantine.quarantine_orphan_ends()
        for table in ("ends", "results", "situations"):
            rewritten_columns = ("row", "recorded_at", "entered_on", "ended_on")
            columns = ", ".join(f"k.{name}" for name in TABLES[table].columns if name not in rewritten_columns)
            self.db.execute(f"""
                create temp table carried as
                select k.row as was, {self.next_row - 1} + row_number() over (order by k.row) as row, m.recorded_at,
                    p.entered_on, p.ended_on, {columns}
                from raw_{table} k join moved m on m.journey = k.journey join people p on p.journey = k.journey
                where not exists (select 1 from raw_replaced r where r.row = k.row)
                    and not exists (select 1 from new_replaced r where r.row = k.row)
                    and (k.entered_on is distinct from p.entered_on or k.ended_on is distinct from p.ended_on)
            """)
            self.next_row += self._count("carried")
            self.db.execute(
                f"insert into new_steps by name select * exclude (was), '{table}' as fact_table from carried"
            )
            self.db.execute("insert into new_replaced select was, recorded_at, row from carried")
            self.db.execute("drop table carried")

    def _copy_anonymised(self) -> None:
        """On a full rebuild, copies the rows of erased people and their replacements: the tables lost them."""
        self.db.execute("create table new_forgotten as select * from raw_forgotten where false")
        if self._carried is None:
            return
        self._has_late_rows = True
        self.db.execute("insert into new_forgotten select * from raw_forgotten order by all")
        files = [self._base / file for file in self._carried.files("replaced")]
        create_raw_view(self.db, "replaced_before", REPLACED_COLUMNS, files)
        for name in (name for name, table in TABLES.items() if table.is_about_people):
            files = [self._base / file for file in self._carried.files(name)]
            create_raw_view(self.db, "before", TABLES[name].columns, files)
            added = (
                f"new_steps by name select *, '{name}' as fact_table"
                if name in _STEPS
                else f"new_{name} by name select *"
            )
            self.db.execute(f"insert into {added} from raw_before where journey < 0")
            self.db.execute(
                "insert into new_replaced select r.* from raw_replaced_before r"
                " where r.row in (select row from raw_before where journey < 0)"
            )

    # ------------------------------------------------------------ writing

    def _start_writing(self, tables: Iterable[str]) -> None:
        """Writes in the background the tables that are final: two at a time, each once."""
        for table in tables:
            if table not in self._leaving:
                self._leaving[table] = self._writer.submit(self._copy_sql(table))

    def write(self) -> list[tuple[str, Path, int]]:
        """Waits for one file per table with new rows, and one for the whole quarantine if it changed.

        Returns (table, path, number of rows).
        """
        row_counts = {**self._counts, "aside": self._count("new_aside") if self.quarantine.has_changed else 0}
        gained = {table: rows for table, rows in row_counts.items() if rows}
        self._start_writing(gained)
        for written in self._leaving.values():
            written.result()
        return [(table, self._paths(table), rows) for table, rows in gained.items()]

    def _copy_sql(self, table: str) -> str:
        # Already in that order, except for the rows added at the end.
        order = " order by happened_on, fact" if table in TABLES and self._has_late_rows else ""
        options = f"format parquet, compression {self._compression}"
        rows = f"select * from new_{table}"
        if table in _STEPS:
            rows = f"select * exclude (fact_table) from new_steps where fact_table = '{table}'"
        return f"copy ({rows}{order}) to '{self._paths(table)}' ({options})"

    def _count(self, table: str) -> int:
        return scalar(self.db, f"select count(*) from {table}")
