"""What a page of an indicator shows, in plain DuckDB SQL over the same files, with nothing of ours in between.

One département and one civil year. A patient hand writes six queries for each table that the page counts: the whole
with its splits, the months, the value in three states of knowledge a year apart (what « pourquoi ça a changé »
compares), and the facts that came since. Two things differ from ``handwritten_sql``: the ends whose answer is not due
yet, which the page of a survey counts (there, one query of the ends serves them all), and who pays for a session, which
the entries of the pact are counted by since their second version (there, the fund of the fact).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from bench.baselines.handwritten_sql import ASKED, BY_HAND, DATES
from pacte.indicators.queries.store import end_of_day_utc

PAGES_BY_HAND = ASKED
_MONTHS = timedelta(days=3 * 365)
_RECORDS = 500


@dataclass(frozen=True, slots=True)
class HandwrittenPage:
    """``since``: the day with which the page compares ``day``."""

    code: str
    department: str
    year: int
    day: date
    since: date

    def read(self, facts_dir: Path) -> int:
        """Number of rows read."""
        with duckdb.connect() as connection:
            return sum(len(connection.execute(text).fetchall()) for text in self._queries(facts_dir))

    def _queries(self, facts_dir: Path) -> Iterator[str]:
        table, place, *aggregates = BY_HAND[self.code]
        if self.code == "pact_entries":
            aggregates = ["count(*) filter (where coalesce(p.is_pact, f.fund = 'pact'))"]
        yield from self._queries_of(facts_dir, table, place, aggregates)
        if table == "situations":
            yield from self._queries_of(facts_dir, "ends", place, ["count(*)"])

    def _queries_of(self, facts_dir: Path, table: str, place: str, aggregates: list[str]) -> Iterator[str]:
        listed, on, last = ", ".join(aggregates), DATES[table], min(date(self.year, 12, 31), self.day)
        department = f"substr({place}, 1, 2)"
        scanned = f"read_parquet('{facts_dir}/{table}-*.parquet') f"
        here = f"{department} = '{self.department}'"

        def rows(first: date, *, known: date, by: date) -> str:
            paid = self._payers(facts_dir, known=known, by=by) if self.code == "pact_entries" else ""
            return (
                f"from {scanned}{paid} where {here} and {on} between date '{first}' and date '{last}'"
                f" and {self._in_force(facts_dir, known=known, by=by)}"
            )

        start = date(self.year, 1, 1)
        now = rows(start, known=self.day, by=self.day)
        sets = "((), (department), (nature), (department, nature))"
        yield f"select {department} as department, nature, {listed} {now} group by grouping sets {sets}"
        by_month = rows(last - _MONTHS, known=self.day, by=self.day)
        yield f"select strftime({on}, '%Y-%m'), {listed} {by_month} group by 1"
        for known, by in ((self.since, self.since), (self.day, self.since), (self.since, self.day)):
            yield f"select {listed} {rows(start, known=known, by=by)}"
        came = f"(recorded_at >= timestamp '{end_of_day_utc(self.since)}' or happened_on > date '{self.since}')"
        columns = "row, fact, journey, session, happened_on, recorded_at, count(*) over () as all_of_them"
        yield f"select {columns} from {scanned} where {here} and {came} order by row limit {_RECORDS}"  # noqa: S608

    @staticmethod
    def _in_force(facts_dir: Path, *, known: date, by: date) -> str:
        instant = f"timestamp '{end_of_day_utc(known)}'"
        return (
            f"f.recorded_at < {instant} and f.happened_on <= date '{by}' and not exists (select 1 from"  # noqa: S608
            f" read_parquet('{facts_dir}/replaced-*.parquet') r where r.row = f.row and r.replaced_at < {instant})"
        )

    def _payers(self, facts_dir: Path, *, known: date, by: date) -> str:
        """Join of the sessions for which somebody still pays places or hours, and whether the pact does."""
        signs = "case kind when 'bought' then {0} when 'moved_in' then {0} when 'moved_out' then -{0} else 0 end"
        left = " or ".join(f"sum({signs.format(column)}) > 0" for column in ("places", "hours"))
        lines = (
            f"select session, order_fund from read_parquet('{facts_dir}/ledger-*.parquet') f"  # noqa: S608
            f" where {self._in_force(facts_dir, known=known, by=by)}"
            f" group by session, plan, plan_action, order_fund, lot having {left}"
        )
        paid = f"select session, bool_or(order_fund = 'pact') as is_pact from ({lines}) group by session"  # noqa: S608
        return f" left join ({paid}) p on p.session = f.session"

    def whole(self, facts_dir: Path) -> float:
        """The first aggregate, in the département and year: the same figure as the page's."""
        with duckdb.connect() as connection:
            rows = connection.execute(next(self._queries(facts_dir))).fetchall()
        return float(next(row[2] for row in rows if row[0] is None and row[1] is None))
