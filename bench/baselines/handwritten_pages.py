"""What a page of an indicator shows, in plain DuckDB SQL over the same files, with nothing of ours in between.

One département and one civil year: the whole with its split by objective, the months before the end of the year, and
the value as it was known a year earlier. A patient hand writes one query for each of the three.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from bench.baselines.handwritten_sql import ASKED, BY_HAND, DATES
from pacte.indicators.queries.store import end_of_day_utc

PAGES_BY_HAND = ASKED
_MONTHS = timedelta(days=3 * 365)
_IN_FORCE = """
from {table} f where substr({place}, 1, 2) = '{department}' and {on} between date '{first}' and date '{last}'
    and recorded_at < timestamp '{known}' and happened_on <= date '{day}'
    and not exists (select 1 from {replaced} r where r.row = f.row and r.replaced_at < timestamp '{known}')
"""


@dataclass(frozen=True, slots=True)
class HandwrittenPage:
    code: str
    department: str
    year: int
    day: date

    def read(self, facts_dir: Path) -> int:
        """Number of rows read."""
        table, place, *aggregates = BY_HAND[self.code]
        last = min(date(self.year, 12, 31), self.day)
        before = self.day - timedelta(days=365)
        shared = {"table": _files(facts_dir, table), "replaced": _files(facts_dir, "replaced"), "place": place,
                  "department": self.department, "on": DATES[table]}  # fmt: skip
        in_year = shared | {"first": date(self.year, 1, 1), "last": last}
        months = shared | {"first": last - _MONTHS, "last": last}
        listed, rows = ", ".join(aggregates), 0
        with duckdb.connect() as connection:
            for select, dates, groups in (
                (f"nature, {listed}", in_year | _known(self.day), "group by grouping sets ((), (nature))"),
                (f"strftime({DATES[table]}, '%Y-%m'), {listed}", months | _known(self.day), "group by 1"),
                (listed, in_year | _known(before), ""),
            ):
                text = f"select {select} {_IN_FORCE.format(**dates)} {groups}"
                rows += len(connection.execute(text).fetchall())
        return rows


def _known(day: date) -> dict[str, date | datetime]:
    return {"known": end_of_day_utc(day), "day": day}


def _files(facts_dir: Path, table: str) -> str:
    return f"read_parquet('{facts_dir}/{table}-*.parquet')"
