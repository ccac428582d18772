"""What a page of an indicator shows, in plain DuckDB SQL over the same files, with nothing of ours in between.

One département and one civil year. A patient hand writes six queries: the whole with its splits, the months, the value
in three states of knowledge a year apart (what « pourquoi ça a changé » compares), and the facts that came since.
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
        listed, on, last = ", ".join(aggregates), DATES[table], min(date(self.year, 12, 31), self.day)
        department = f"substr({place}, 1, 2)"
        scanned = f"read_parquet('{facts_dir}/{table}-*.parquet') f"
        replaced = f"read_parquet('{facts_dir}/replaced-*.parquet') r"
        here = f"{department} = '{self.department}'"

        def rows(first: date, *, known: date, by: date) -> str:
            instant = f"timestamp '{end_of_day_utc(known)}'"
            return (
                f"from {scanned} where {here} and {on} between date '{first}' and date '{last}'"  # noqa: S608
                f" and recorded_at < {instant} and happened_on <= date '{by}'"
                f" and not exists (select 1 from {replaced} where r.row = f.row and r.replaced_at < {instant})"
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
