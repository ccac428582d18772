"""One reader who sees no small count, all the tables of two nights and a solver: nothing hidden is given back.

20 random regions a commit, in slices; PACTE_DISCLOSURE_SETS=500 for the whole programme.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import pytest

from pacte.accounts.context import acting_as
from pacte.journeys.queries.kept import forget_kept
from pacte.journeys.services.publishing_counts import publish_counts
from pacte.journeys.services.publishing_results import publish_results
from pacte.kernel.clock import now
from tests.cast import MACHINE, gather_cast
from tests.journeys.counted_region import ACTIONS, TODAY, YEARS, Region, count_region, draw_region, grow, truth_of
from tests.journeys.one_reader import Attack, Cell, Reading, read_everything

pytestmark = pytest.mark.django_db
SETS = int(os.environ.get("PACTE_DISCLOSURE_SETS", "20"))
SLICE = 5


def publish_and_read(region: Region, at: datetime) -> Reading:
    count_region(region)
    host_id = region.cast.region.pk
    with acting_as(MACHINE):
        night = publish_counts(actor=MACHINE, host_id=host_id, on=TODAY, at=at)
        publish_results(actor=MACHINE, host_id=host_id, on=TODAY, at=at, night=night)
        forget_kept()
    with acting_as(region.cast["state_reader"].actor) as reader:
        return read_everything(reader, host_id, YEARS, {region.plan.pk: ACTIONS}, at=at)


def is_exact(cell: Cell) -> bool:
    """The whole of all years leaves out those that are not shown, and so do the actions."""
    return bool(cell[1]) or cell[0] == "result"


@pytest.mark.parametrize("first", range(0, SETS, SLICE))
def test_nobody_reads_a_small_count_in_all_the_tables_of_two_nights(first: int) -> None:
    cast = gather_cast()
    for seed in range(first, min(first + SLICE, SETS)):
        region = draw_region(cast, seed)
        nights = [publish_and_read(region, now())]
        truths = [truth_of(region, list(nights[0].cells))]
        grow(region)
        nights.append(publish_and_read(region, now() + timedelta(days=1)))
        truths.append(truth_of(region, list(nights[1].cells)))
        for night, truth in zip(nights, truths, strict=True):
            told = {cell: count for cell, count in night.cells.items() if cell[3] not in ("bought", "lost")}
            assert not [cell for cell, count in told.items() if count is not None and 0 < count < 11], "none is shown"
            assert not {
                c: (count, truth[c]) for c, count in told.items() if count not in (None, truth[c]) and is_exact(c)
            }
        assert Attack(region.known, nights).recovered(truths) == [], seed
