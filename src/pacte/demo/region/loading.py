"""Simulate the invented region and write it: COPY to staging, then one INSERT … SELECT per table, in one transaction."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from pacte.demo.region import calibration as odds
from pacte.demo.region.life import seatless
from pacte.demo.region.lives import Region
from pacte.demo.region.people import people
from pacte.demo.region.setting import Counts, Setting
from pacte.demo.region.supply import providers, sessions
from pacte.demo.region.writing_lives import TABLES, LivesWriter, PeopleWriter
from pacte.demo.region.writing_offer import tell_offer
from pacte.journeys.queries.totals import journey_counts
from pacte.journeys.services.bulk_load import writer as mass
from pacte.kernel.actor import Actor
from pacte.offer.queries.totals import offer_counts

SEED = 20190122  # day of signature of the pact
PROVIDERS = 60
_MIDDLE_YEAR = 2021
_WORTH_WAITING = 0.3  # share of the real scale: less is written before the parallel parts end


def load_region(
    *, actor: Actor, setting: Setting, share: float, again: int = 0, alone: Callable[[], None] = lambda: None
) -> Counts:
    """``share`` of the real scale (1: 26,000 places a year). Must run as the system actor, inside a transaction.

    ``repeats``: how many times each session is simulated again, without seats, for a benchmark. ``wait_for_others``
    returns once no other process writes: from then on the tables that journeys refer to are locked. A small share is
    written without waiting.
    """
    chance = random.Random(SEED)  # noqa: S311 — a demonstration, not a secret
    found = providers(chance, setting.training_towns, PROVIDERS)
    supply = sorted(
        sessions(chance, found, setting.training_towns, share=share, today=setting.today),
        key=lambda each: (each.starts_on, each.rank),
    )
    offer, identifiers = tell_offer(actor=actor, setting=setting, found=found, supply=supply)
    files = PeopleWriter(actor=actor, setting=setting)
    # The database inserts while the rest is simulated: only the sender thread uses the connection meanwhile.
    with ThreadPoolExecutor(1) as sender, _handing_over_often():
        moving = sender.submit(offer.move)
        crowd = people(chance, setting.towns, round(odds.PEOPLE * share), middle_year=_MIDDLE_YEAR)
        known = files.tell(crowd, chance)
        moving.result()
        is_large = share >= _WORTH_WAITING
        if is_large:
            alone()
        with mass.loading(actor=actor, tables=TABLES, exclusive=is_large):
            writer = LivesWriter(actor=actor, setting=setting, sessions=identifiers, chance=chance, sender=sender)
            writer.follow(files.move(sender))
            region = Region(chance, crowd, setting.today, setting.blocks)
            for session in supply:
                writer.write(region.lives(session), known)
                for _ in range(again):
                    writer.write((seatless(life) for life in region.lives(session)), known)
            writer.finish(known, crowd)
    offer.keep_counting()
    files.keep_counting()
    return region_counts(actor=actor)


@contextmanager
def _handing_over_often() -> Iterator[None]:
    """Switch threads more often: the sender waits for the network every few pages, and must not also wait for the CPU."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 20)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def region_counts(*, actor: Actor) -> Counts:
    """Row counts of the region in the database. Must run as the system actor."""
    offer, journeys = offer_counts(actor=actor), journey_counts(actor=actor)
    return Counts(
        people=journeys.people,
        sessions=offer.sessions,
        places=offer.places,
        entries=journeys.entries,
        steps=journeys.steps,
    )
