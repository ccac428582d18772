"""Simulate the invented region and write it.

COPY to staging, then one INSERT … SELECT per table, in one transaction.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

from pacte.demo.region import calibration as odds
from pacte.demo.region.invented_journey import without_seat
from pacte.demo.region.invented_people import invent_people
from pacte.demo.region.journey_writer import TABLES, JourneyWriter
from pacte.demo.region.offer_loading import write_offer
from pacte.demo.region.people_writer import PeopleWriter
from pacte.demo.region.provider_bodies import bodies_of_providers
from pacte.demo.region.setting import RegionCounts, Setting
from pacte.demo.region.simulation import RegionSimulation
from pacte.demo.region.training_supply import invent_providers, invent_sessions
from pacte.journeys.queries.totals import journey_counts
from pacte.journeys.services.bulk_load import writer as mass
from pacte.kernel.actor import Actor
from pacte.offer.queries.totals import offer_counts

SEED = 20190122  # day of signature of the pact
PROVIDERS = 60
_MIDDLE_YEAR = 2021
_LARGE_SHARE = 0.3  # share of the real scale: less is written before the parallel parts end


def load_region(
    *,
    actor: Actor,
    setting: Setting,
    share: float,
    repeats: int = 0,
    wait_for_others: Callable[[], None] = lambda: None,
) -> RegionCounts:
    """``share`` of the real scale (1: 26,000 places a year). Must run as the system actor, inside a transaction.

    ``repeats``: how many times each session is simulated again, without seats, for a benchmark. ``wait_for_others``
    returns once no other process writes: from then on the tables that journeys refer to are locked. A small share is
    written without waiting.
    """
    provider_list = invent_providers(drawn_for("providers"), setting.training_towns, PROVIDERS)
    supply = sorted(
        invent_sessions(drawn_for("sessions"), provider_list, setting.training_towns, share=share, today=setting.today),
        key=lambda each: (each.starts_on, each.rank),
    )
    bodies = bodies_of_providers(provider_list, on=setting.today)
    offer, identifiers = write_offer(
        actor=actor, setting=setting, provider_list=provider_list, bodies=bodies, supply=supply
    )
    files = PeopleWriter(actor=actor, setting=setting)
    # The database inserts while the rest is simulated: only the sender thread uses the connection meanwhile.
    with ThreadPoolExecutor(1) as sender, _short_switch_interval():
        moving = sender.submit(offer.load)
        count = round(people_count(setting.today) * share)
        chance = drawn_for("people")
        crowd = invent_people(chance, setting.towns, count, middle_year=_MIDDLE_YEAR)
        people_index = files.prepare(crowd, chance)
        moving.result()
        is_large = share >= _LARGE_SHARE
        if is_large:
            wait_for_others()
        with mass.loading(actor=actor, tables=TABLES, exclusive=is_large):
            chance = drawn_for("journeys")
            writer = JourneyWriter(actor=actor, setting=setting, sessions=identifiers, chance=chance, sender=sender)
            writer.wait_for_first(files.move(sender))
            region = RegionSimulation(chance, crowd, setting.today, setting.blocks)
            for session in supply:
                writer.write(region.journeys_of_session(session), people_index)
                for _ in range(repeats):
                    writer.write((without_seat(life) for life in region.journeys_of_session(session)), people_index)
            writer.finish(people_index, crowd)
    offer.sync_sequences()
    files.sync_sequence()
    return region_counts(actor=actor)


def drawn_for(part: str) -> random.Random:
    """A generator for each part: how much one draws changes nothing of the others."""
    return random.Random(f"{SEED}/{part}")  # noqa: S311 — a demonstration, not a secret


def people_count(today: date) -> int:
    """People known by that day, at the real scale: as many a year, from two years on."""
    years = (today - date(odds.YEARS[0], 1, 1)).days / 365.25
    return round(odds.PEOPLE * max(2.0, years) / len(odds.YEARS))


@contextmanager
def _short_switch_interval() -> Iterator[None]:
    """Switch threads more often.

    The sender waits for the network every few pages, and must not also wait for the CPU.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 20)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def region_counts(*, actor: Actor) -> RegionCounts:
    """Row counts of the region in the database. Must run as the system actor."""
    offer, journeys = offer_counts(actor=actor), journey_counts(actor=actor)
    return RegionCounts(
        people=journeys.people,
        sessions=offer.sessions,
        places=offer.places,
        entries=journeys.entries,
        steps=journeys.steps,
    )
