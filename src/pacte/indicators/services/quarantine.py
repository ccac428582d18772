"""Quarantine of the steps that contradict known facts; retried when their journey gains steps.

Rules: a second entry or end of a journey, an end without entry or before it, a duplicate step, and a second answer at
one horizon are quarantined, with their reason; but an answer replaces « no answer ». A quarantined step that is no
longer contradicted counts from then on: no past day changes. An end whose entry is withdrawn, or moved after it, is
quarantined in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import duckdb

from pacte.indicators.facts.tables import QUARANTINE_COLUMNS
from pacte.indicators.queries.store import create_raw_view
from pacte.indicators.services.duckdb_tools import scalar

_SAME_STEP = "k.kind = n.kind and k.happened_on = n.happened_on and k.session is not distinct from n.session"
_SAME_ANSWER = "k.months = n.months and (k.answered or n.answered is distinct from true)"
# Rows of the journeys that gain steps: the few columns that the checks read. ``origin``: rank that a row was recorded
# at; a correction takes the rank of the row that it corrects, and a stored row was counted before any new one.
# ``stands``: no new step corrects it. A table when rows are few: planned once, where a view is at each check.
_CHECKED = """
create {relation} checked as
with together as (
    select fact_table, row, fact, journey, kind, happened_on, recorded_at, session, months, answered,
        null as entered_on, -1 as origin
    from near where not is_gone
    union all
    select n.fact_table, n.row, n.fact, n.journey, n.kind, n.happened_on, n.recorded_at, n.session, n.months,
        n.answered, n.entered_on, coalesce(o.origin, n.fact)
    from new_steps n left join corrections o on o.fact = n.fact)
select *, fact not in (select corrects from corrections) as stands from together
"""


def _repeats(table: str, same: str) -> str:
    """Join: keeps the rows « n » of which another of their journey, in force and recorded before, is the same."""
    standing = f"(select * from checked where fact_table = '{table}' and stands)"
    return f"semi join {standing} k on k.journey = n.journey and k.origin < n.origin and {same}"


_WITHOUT_ENTRY = "anti join (select * from checked where fact_table = 'entries') k on k.journey = n.journey"
# By table, reason → what keeps the wrong rows « n ». Reasons on the row alone come first: they hide no other row.
# Approaches come first: their file is the longest to write. Ends are checked against the remaining entries.
_CONTRADICTIONS = {
    "approaches": {"written_twice": _repeats("approaches", _SAME_STEP)},
    "entries": {"second_entry": _repeats("entries", "true")},
    "ends": {
        "end_before_entry": "where n.entered_on is not null and n.happened_on < n.entered_on",
        "end_without_entry": _WITHOUT_ENTRY,
        # Not the second of one that its moved entry now follows: ``quarantine_orphan_ends`` sets that one aside.
        "second_end": _repeats("ends", "(n.entered_on is null or k.happened_on >= n.entered_on)"),
    },
    "results": {
        "written_twice": _repeats("results", _SAME_STEP)
        + " and n.kind in ('presented', 'certified', 'certified_in_part')"
    },
    "situations": {"second_situation": _repeats("situations", _SAME_ANSWER)},
}


class Quarantine:
    """Works on the connection of a ``FactBuilder``: reads the loaded rows and filters the new ones.

    ``files``: the quarantined steps. ``is_little``: the new rows are few compared with the store.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, files: list[Path], *, is_little: bool) -> None:
        self._db, self._relation = connection, "table" if is_little else "view"
        create_raw_view(connection, "aside", QUARANTINE_COLUMNS, files)
        connection.execute("""
            create or replace table waiting as select * from raw_aside;
            create or replace table new_aside as select * from waiting where false;
            create or replace table again (fact bigint);
        """)
        self.has_changed = False

    # ------------------------------------------------------------ retries

    def steps_to_retry(self) -> list[int]:
        """Quarantined steps of journeys that gain steps now."""
        rows = self._db.execute(
            "select fact from waiting where journey in (select journey from came_steps)"
            " except select fact from came_steps order by 1"
        ).fetchall()
        return [fact for (fact,) in rows]

    def retry(self, steps: list[int]) -> None:
        """Reloads the retried steps; they are known since the newest step of their journey."""
        self._db.execute("insert into again select unnest($asked::bigint[])", {"asked": steps})
        self._db.execute("""
            insert into came_steps by name
            select a.* replace (greatest(w.recorded_at, n.recorded_at) as recorded_at)
            from came_again a join waiting w on w.fact = a.fact
            join (select journey, max(recorded_at) as recorded_at from came_steps group by 1) n
                on n.journey = a.journey
        """)

    # ------------------------------------------------------------ contradictions

    def quarantine_contradictions(self, filled: Collection[str], on_checked: Callable[[str], None]) -> None:
        """A journey has one entry and one end, and each step once. ``on_checked`` receives each table of ``filled``."""
        self._db.execute(_CHECKED.format(relation=self._relation))
        for table, reasons in _CONTRADICTIONS.items():
            if table in filled:
                for reason, filtering in reasons.items():
                    self._quarantine_rows(table, reason, filtering)
                on_checked(table)
        if "ends" in filled:
            self._delay_ends()

    def load_neighbours(self) -> None:
        """Loads the stored rows of the journeys that gain steps: read once, within the range of their numbers only."""
        self._db.execute("""
            create table gaining as select distinct journey from came_steps where journey is not null;
            create table corrections as select fact, origin, corrects from came_steps where corrects is not null;
        """)
        first, last = self._db.execute("select min(journey), max(journey) from gaining").fetchone() or (None, None)
        among = "false" if first is None else f"journey between {first} and {last}"
        stored = " union all ".join(
            f"select '{table}'::step_table as fact_table, row, fact, kind, journey, session, happened_on, recorded_at,"
            f" months, answered from raw_{table} where {among} and journey in (select journey from gaining)"
            for table in _CONTRADICTIONS
        )
        self._db.execute(
            f"create table near as select *, row in (select row from raw_replaced) as is_gone from ({stored})"
        )

    def _quarantine_rows(self, table: str, reason: str, filtering: str) -> None:
        """Sets aside the wrong rows among the new ones."""
        wrong_rows_sql = (
            "create or replace temp table wrong as select n.row, n.fact, n.journey, n.recorded_at"
            f" from (select * from checked where fact_table = '{table}' and origin >= 0) n {filtering}"
        )
        if not scalar(self._db, wrong_rows_sql):
            return
        self._db.execute(f"insert into new_aside select fact, journey, '{reason}', recorded_at from wrong")
        for rows in ("new_steps", *["checked"] * (self._relation == "table")):
            self._db.execute(f"delete from {rows} where row in (select row from wrong)")

    def _delay_ends(self) -> None:
        """An end recorded before its entry counts from the day when both were."""
        self._db.execute("""
            update new_steps n set recorded_at = e.recorded_at
            from (select journey, min(recorded_at) as recorded_at from (
                    select journey, recorded_at from near where fact_table = 'entries'
                    union all select journey, recorded_at from new_steps where fact_table = 'entries') group by 1) e
            where n.fact_table = 'ends' and e.journey = n.journey and e.recorded_at > n.recorded_at
        """)

    def apply_late_answers(self) -> None:
        """Late answers replace « no answer » at the same horizon."""
        for silent in ("near where not is_gone and", "new_steps where"):
            self._db.execute(f"""
                insert into new_replaced select k.row, n.recorded_at, n.row from new_steps n
                join (select row, fact, journey, months, answered from {silent} fact_table = 'situations') k
                    on k.journey = n.journey and k.months = n.months
                where n.fact_table = 'situations' and n.answered and k.answered = false and k.fact < n.fact
                    and k.row not in (select row from new_replaced)
            """)

    def quarantine_orphan_ends(self) -> None:
        """Quarantines the ends of the journeys of « moved » whose entry is gone or now comes after them.

        They counted until then.
        """
        self._db.execute("""
            create temp table bereft as
            select k.row, k.fact, k.journey, m.recorded_at,
                case when e.journey is null then 'end_without_entry' else 'end_before_entry' end as reason
            from (select row, fact, journey, happened_on from near where fact_table = 'ends' and not is_gone
                union all select row, fact, journey, happened_on from new_steps where fact_table = 'ends') k
            join moved m on m.journey = k.journey join people p on p.journey = k.journey
            left join (
                select journey from near
                where fact_table = 'entries' and not is_gone and row not in (select row from new_replaced)
                union select journey from new_steps
                where fact_table = 'entries' and row not in (select row from new_replaced)
            ) e on e.journey = k.journey
            where k.row not in (select row from new_replaced) and (e.journey is null or k.happened_on < p.entered_on)
        """)
        self._db.execute("insert into new_replaced select row, recorded_at, null from bereft")
        self._db.execute("insert into new_aside select fact, journey, reason, recorded_at from bereft")

    # ------------------------------------------------------------ new quarantine

    def new_counts(self) -> dict[str, int]:
        """Number of newly quarantined steps, by reason."""
        return self._counts_by_reason("new_aside where fact not in (select fact from waiting)")

    def merge_waiting(self) -> dict[str, int] | None:
        """All the quarantined steps, by reason; « new_aside » then has all of them. None when nothing changed."""
        changed = "select (select count(*) from new_aside) + (select count(*) from again)"
        self.has_changed = bool(scalar(self._db, changed))
        if not self.has_changed:
            return None
        self._db.execute(
            "insert into new_aside select * from waiting where fact not in (select fact from again)"
            " and fact not in (select fact from new_aside)"
        )
        return self._counts_by_reason("new_aside")

    def _counts_by_reason(self, among: str) -> dict[str, int]:
        return dict(self._db.execute(f"select reason, count(*) from {among} group by 1 order by 1").fetchall())
