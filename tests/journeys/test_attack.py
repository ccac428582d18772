"""A reader who sees no small count, with two nights and two days of data and a solver, recovers no hidden count.

Each commit tests 6 random regions, in slices, a full run 20; PACTE_DISCLOSURE_SETS=500 tests 500.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import transaction

from pacte.accounts.row_context import acting_as
from pacte.finance.records import PlanMoneyTable
from pacte.indicators.services.table_publication import publish_tables
from pacte.journeys.queries.cached_counts import clear_cached_counts
from pacte.journeys.services.count_publication import publish_counts
from pacte.journeys.services.result_publication import publish_results
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now
from tests.cast import MACHINE, Cast, gather_cast
from tests.effort import tries_all
from tests.journeys.counted_region import ACTIONS, TODAY, YEARS, Region, count_region, draw_region, grow, truth_of
from tests.journeys.one_reader import (
    Cell,
    Facts,
    Reading,
    indicators_of,
    read_added,
    read_figures,
    read_journeys,
    read_tables,
)
from tests.journeys.one_reader_of_evidence import read_evidence
from tests.journeys.one_solver import Attack
from tests.journeys.region_facts import write_facts

pytestmark = pytest.mark.django_db
SETS = int(os.environ.get("PACTE_DISCLOSURE_SETS", 20 if tries_all() else 6))
SLICE = 3
# Each region asks one part of the catalogue: a few regions ask all of it.
SHARES = 5


def publish(region: Region, facts: Facts, *, is_first: bool) -> datetime:
    """Does what the nightly job does. The first night also publishes the tables of the closed year."""
    at, host = now(), region.cast.region
    count_region(region)
    with acting_as(MACHINE):
        shown = publish_counts(actor=MACHINE, host_id=host.pk, on=TODAY, at=at)
        publish_results(actor=MACHINE, host_id=host.pk, on=TODAY, at=at, decision=shown)
        if is_first:
            publish_tables(
                actor=MACHINE, host=host, first=YEARS[0], on=TODAY, is_synthetic=True, facts_dir=facts.place
            )  # fmt: skip
    clear_cached_counts()
    return at


def publish_and_read(region: Region, night: int, facts: Facts) -> Reading:
    on = TODAY + timedelta(days=night)
    found, host = Reading(on), region.cast.region
    write_facts(region, facts.place, night)
    with time_machine.travel(datetime.combine(on, time(12), UTC), tick=False):
        at = publish(region, facts, is_first=not night)
        with acting_as(region.cast["state_reader"].actor) as reader:
            read_journeys(found, reader, host.pk, YEARS, {region.plan.pk: ACTIONS}, at)
            # A closed year does not change from one night to the next.
            read_figures(found, reader, host.pk, YEARS[-1:] if night else YEARS, facts)
            read_added(found, reader, region.plan, money_of(region, on), facts.place)
            found.proofs = read_evidence(reader, region.plan, ACTIONS, facts.indicators, on, facts.place)
            if not night:
                read_tables(found, reader, host.pk, facts)
        with acting_as(NOBODY):
            found.proofs += read_evidence(
                NOBODY, region.plan, ACTIONS, facts.indicators, on, facts.place, as_public=True
            )  # fmt: skip
    return found


def money_of(region: Region, on: date) -> PlanMoneyTable:
    """Money table without amounts: it only gives the axis of each action."""
    actions = tuple((ActionCode(number), number, number[0]) for number in ACTIONS)
    return PlanMoneyTable(region.plan.code, region.plan.title, YEARS[0], YEARS[-1], on, now(), (), actions)


def is_exact(cell: Cell) -> bool:
    """False for totals over all years and for actions: they leave out the cells that are not shown."""
    return bool(cell[1]) or cell[0] in ("result", "axis")


def attack_on(cast: Cast, seed: int, place: Path) -> Attack:
    region = draw_region(cast, seed)
    facts = Facts(place, indicators_of(seed % SHARES, SHARES))
    with facts.at_hand():
        nights, truths = [publish_and_read(region, 0, facts)], [truth_of(region)]
        grow(region)
        nights.append(publish_and_read(region, 1, facts))
        truths.append(truth_of(region))
    for night, truth in zip(nights, truths, strict=True):
        told = {cell: count for cell, count in night.cells.items() if cell[3] not in ("bought", "lost", "due")}
        assert not [cell for cell, count in told.items() if count is not None and 0 < count < 11], "none is shown"
        assert not {
            cell: (count, truth.get(cell, 0)) for cell, count in told.items()
            if count is not None and count != truth.get(cell, 0) and is_exact(cell)
        }  # fmt: skip
        wrong = [each for each in night.proofs if not each.is_hidden and each.shown != each.true]
        assert not wrong, "what is shown of an action is true"
    found = Attack(region.known, nights)
    for rank, truth in enumerate(truths):
        found.read(rank, truth)
    return found


@pytest.mark.parametrize("first", range(0, SETS, SLICE))
def test_nobody_reads_a_small_count_in_all_that_is_shown(first: int, tmp_path: Path) -> None:
    cast = gather_cast()
    known_of_actions = 0
    for seed in range(first, min(first + SLICE, SETS)):
        with transaction.atomic():
            attack = attack_on(cast, seed, tmp_path / str(seed))
            transaction.set_rollback(True)
        known_of_actions += sum(not each.is_hidden for night in attack.nights for each in night.proofs if each.payer[1])
        assert attack.recovered() == [], seed
    assert known_of_actions or first, "the first regions show some evidence by action"
