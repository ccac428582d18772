"""Facts of a few sessions that are compared: who came on the first day, and who never did."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

from tests.indicators.written_facts import FactRow, write_tables

STARTED, ENDED = date(2021, 1, 11), date(2021, 6, 11)


def write_first_days(folder: Path, host_id: int, came_and_not: Mapping[int, tuple[int, int]]) -> None:
    """By session: how many admitted people came, and how many did not. Replaces what was there."""
    rows: dict[str, list[FactRow]] = {"ledger": [], "entries": [], "approaches": []}
    journeys = itertools.count(1)
    for session_id, (came, absent) in came_and_not.items():
        common: dict[str, object] = {
            "host": host_id, "session": session_id, "starts_on": STARTED, "first_starts_on": STARTED,
            "ends_on": ENDED, "rolling": False, "happened_on": STARTED,
            "recorded_at": datetime.combine(STARTED, time(12)),
        }  # fmt: skip
        rows["ledger"].append(common | {"kind": "bought", "places": came + absent})
        rows["entries"] += [common | {"kind": "entered", "journey": next(journeys)} for _ in range(came)]
        for journey in itertools.islice(journeys, absent):
            admitted = common | {"kind": "admitted", "journey": journey, "happened_on": STARTED - timedelta(days=20)}
            # The step of an absence names no session: it is of the one that admitted.
            rows["approaches"] += [admitted, common | {"kind": "never_came", "journey": journey, "session": None}]
    write_tables(folder, rows, built_on=ENDED)
