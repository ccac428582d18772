"""People who cross New Year, by place, in a public table by year of the end: they are counted one by one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
import time_machine

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.publications import counts_to_publish, public_tables
from tests.cast import MACHINE, gather_cast
from tests.journeys.counted_region import TODAY, draw_region
from tests.journeys.region_facts import write_facts

pytestmark = pytest.mark.django_db
TABLE = public_tables()["job_at_6_months_by_department"]


def test_those_who_started_the_year_before_are_counted_by_place(tmp_path: Path) -> None:
    region = draw_region(gather_cast(), seed=9)
    write_facts(region, tmp_path, 0)
    with time_machine.travel(datetime.combine(TODAY, time(12), UTC), tick=False), acting_as(MACHINE):
        counted = counts_to_publish(
            actor=MACHINE, host_id=region.cast.region.pk, tables=[TABLE], year=2021, known_on=TODAY, facts_dir=tmp_path
        )  # fmt: skip
    crossed = [
        each for each in region.people
        if each.ended_on and each.ended_on.year == 2022 and region.known[each.session].year == 2021
        and "answered" in each.steps
    ]  # fmt: skip
    answered = Counter(each.home for each in crossed)
    in_job = Counter(each.home for each in crossed if "in_job" in each.steps)
    assert sum(answered.values()) > sum(in_job.values()) > 0
    before, after = counted[TABLE.code].crossings[:3], counted[TABLE.code].crossings[3:]
    assert not any(+Counter(each) for each in before), "nobody started before the first year"
    assert [+Counter(each) for each in after] == [answered, in_job, answered - in_job]
