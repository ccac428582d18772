"""Invented providers, trainings, sessions and their places, over the real geography. Pure, by seed.

Sessions of 2019-2022 are the past of the pact; those around the present day keep the demonstration current. The latter
are dated relative to that day, so that counts do not depend on it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pacte.demo.region import calibration as odds
from pacte.demo.region.training_families import TrainingFamily, training_families

ROLLING_DAYS = 182
LIVE_BEFORE, LIVE_AFTER = 120, 180  # days around the present day
SHOWN_STARTS = (48, -40)  # days from today: sessions of the demonstration provider, last one first
SHOWN_FREE = 4  # places left free when one of them would otherwise be cancelled
SPREAD_EVERY = 13  # one qualifying session in this many rotates over the departments, for any provider
MOVED_SESSIONS = 3  # more sessions of that provider, on the days drawn
LIVE_SHARE = 0.35  # of a year's places, for the sessions around the present day


@dataclass(frozen=True, slots=True)
class Town:
    """A commune with its weight (inhabitants) and coordinates."""

    code: str
    name: str
    department: str
    weight: int
    latitude: float
    longitude: float
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class InventedProvider:
    rank: int
    name: str
    town: Town
    families: tuple[TrainingFamily, ...]


@dataclass(frozen=True, slots=True)
class InventedSession:
    """``places`` are bought; ``opened`` those opened by the provider; ``filled`` those occupied.

    ``was_on`` is the first date of a postponed session. ``cause`` is coded, for a cancelled one.
    """

    rank: int
    provider: int
    family: TrainingFamily
    town: Town
    year: int
    starts_on: date
    ends_on: date
    was_on: date
    is_rolling: bool
    is_pact: bool
    is_live: bool
    places: int
    opened: int
    filled: int
    hours: int
    cents: int
    ordered_on: date
    is_cancelled: bool
    cause: str
    cancelled_on: date | None


CAUSES = ("too_few_candidates", "too_few_candidates", "too_few_candidates", "no_trainer", "no_room", "need_changed")
_FIRST = ("Atelier", "Campus", "Centre", "École", "Espace", "Institut", "Pôle", "Relais", "Savoirs", "Tremplin")
_LAST = ("Berry", "Val de Cher", "Beauce", "Sologne", "Touraine", "Brenne", "Perche", "Gâtinais", "Loire", "Vendômois")


def invent_providers(chance: random.Random, towns: Sequence[Town], count: int) -> list[InventedProvider]:
    """Providers distributed over the towns; the first teaches welding in Vierzon, as in the product's pictures."""
    qualifying = training_families().qualifying
    welding = qualifying[:2] + qualifying[3:5]
    vierzon = next((town for town in towns if town.name == "Vierzon"), towns[0])
    provider_list = [InventedProvider(0, "Métal Formation Berry (fictif)", vierzon, welding)]
    names = [f"{first} {last} formation (fictif)" for first in _FIRST for last in _LAST]
    chance.shuffle(names)
    for rank in range(1, count):
        town = chance.choices(towns, [each.weight for each in towns])[0]
        families = _families(chance, rank)
        provider_list.append(InventedProvider(rank, names[rank % len(names)], town, families))
    return provider_list


def _families(chance: random.Random, rank: int) -> tuple[TrainingFamily, ...]:
    """Two providers of three teach basic skills; every training family is taught somewhere."""
    known = training_families()
    families, first = (known.basic, rank) if rank % 3 else (known.qualifying, rank // 3)
    return tuple(dict.fromkeys([families[first % len(families)], *chance.sample(families, 3)]))


def invent_sessions(
    chance: random.Random,
    provider_list: Sequence[InventedProvider],
    towns: Sequence[Town],
    *,
    share: float,
    today: date,
) -> Iterator[InventedSession]:
    """All sessions by year: a number of places a year, then those around the present day."""
    rank = moved_count = 0
    main_towns = _main_towns(towns)
    shown = list(SHOWN_STARTS)
    for year in (*odds.YEARS, 0):
        part = share * (LIVE_SHARE if year == 0 else 1.0)
        for qualifying, places in ((True, odds.QUALIFYING_PLACES), (False, odds.BASIC_PLACES)):
            bought = 0
            while bought < places * part:
                session = _session(chance, provider_list, towns, rank, year, qualifying, today)
                if year == 0 and qualifying and shown:
                    session = _at_demo_provider(session, provider_list[0], today + timedelta(days=shown.pop()))
                elif year == 0 and qualifying and moved_count < MOVED_SESSIONS:
                    session = _moved_to_demo_provider(session, provider_list[0], moved_count)
                    moved_count += 1
                elif qualifying and rank % SPREAD_EVERY == 0:
                    session = replace(session, town=main_towns[rank // SPREAD_EVERY % len(main_towns)])
                bought += session.places
                rank += 1
                yield session


def _main_towns(towns: Sequence[Town]) -> list[Town]:
    """Largest town of each department: even a small region has dated sessions in all of them."""
    largest: dict[str, Town] = {}
    for town in sorted(towns, key=lambda each: (-each.weight, each.code)):
        largest.setdefault(town.department, town)
    return [largest[department] for department in sorted(largest)]


def _at_demo_provider(session: InventedSession, provider: InventedProvider, starts: date) -> InventedSession:
    """The same session, run by the demonstration provider, from that day on."""
    family = provider.families[0]
    hours = family.hours_centre * session.places
    return replace(
        session,
        provider=provider.rank,
        family=family,
        town=provider.town,
        starts_on=starts,
        was_on=starts,
        ends_on=starts + timedelta(days=int((family.hours_centre + family.hours_company) / 30 * 7)),
        year=starts.year,
        filled=session.filled or session.opened - SHOWN_FREE,
        hours=hours,
        cents=session.cents // session.hours * hours,
        ordered_on=starts - timedelta(days=150),
        is_cancelled=False,
        cause="",
        cancelled_on=None,
    )


def _moved_to_demo_provider(session: InventedSession, provider: InventedProvider, rank: int) -> InventedSession:
    """The same session on the same days, run by the demonstration provider."""
    family = provider.families[rank % 2]
    hours = family.hours_centre * session.places
    days = int((family.hours_centre + family.hours_company) / 30 * 7)
    return replace(
        session, provider=provider.rank, family=family, town=provider.town, hours=hours,
        cents=session.cents // session.hours * hours, ends_on=session.starts_on + timedelta(days=days),
    )  # fmt: skip


def _session(
    chance: random.Random,
    provider_list: Sequence[InventedProvider],
    towns: Sequence[Town],
    rank: int,
    year: int,
    qualifying: bool,
    today: date,
) -> InventedSession:
    family = _family(chance, qualifying)
    holders = [each for each in provider_list if family in each.families] or list(provider_list)
    provider = chance.choice(holders)
    town = provider.town if chance.random() < 0.6 else chance.choices(towns, [each.weight for each in towns])[0]
    first = _first_day(chance, year, today)
    days = int((family.hours_centre + family.hours_company) / 30 * 7) if qualifying else ROLLING_DAYS
    postponed = chance.random() < odds.POSTPONED
    starts = first + timedelta(days=28) if postponed else first
    places = odds.GROUP + chance.choice((-2, 0, 0, 0, 1, 2, 3))
    cancelled = chance.random() < (odds.CANCELLED_FIXED if qualifying else odds.CANCELLED_ROLLING)
    opened = places - (1 if not cancelled and chance.random() < 0.08 else 0)
    hours = family.hours_centre * places
    return InventedSession(
        rank=rank,
        provider=provider.rank,
        family=family,
        town=town,
        year=year or starts.year,
        starts_on=starts,
        ends_on=starts + timedelta(days=days),
        was_on=first,
        is_rolling=not qualifying,
        is_pact=chance.random() < odds.PACT_SHARE,
        is_live=year == 0,
        places=places,
        opened=opened,
        filled=0 if cancelled else _filled(chance, opened, town, family),
        hours=hours,
        cents=_price(chance, qualifying) * hours,
        ordered_on=first - timedelta(days=chance.randint(100, 200)),
        is_cancelled=cancelled,
        cause=chance.choice(CAUSES) if cancelled else "",
        cancelled_on=starts - timedelta(days=chance.randint(5, 25)) if cancelled else None,
    )


def _family(chance: random.Random, qualifying: bool) -> TrainingFamily:
    """Draw a family by weight: among qualifying ones, this keeps the share of occupations in shortage."""
    families = training_families().qualifying if qualifying else training_families().basic
    return chance.choices(families, [each.weight for each in families])[0]


def _first_day(chance: random.Random, year: int, today: date) -> date:
    if year == 0:
        return today + timedelta(days=chance.randint(-LIVE_BEFORE, LIVE_AFTER))
    month = chance.choices(range(1, 13), odds.MONTHS)[0]
    day = date(year, month, chance.randint(1, 28))
    return day - timedelta(days=day.weekday()) if day.day > 6 else day + timedelta(days=(7 - day.weekday()) % 7)


def _filled(chance: random.Random, opened: int, town: Town, family: TrainingFamily) -> int:
    """Beta distribution with a spread by territory and sector.

    Invented: no figure by session was ever published in France.
    """
    tilt = 0.02 * ((stable_hash(town.department) + stable_hash(family.nsf)) % 5 - 2)
    mean = min(0.97, odds.HELD_FILL_MEAN + tilt)
    share = chance.betavariate(mean * odds.HELD_FILL_SPREAD, (1 - mean) * odds.HELD_FILL_SPREAD)
    return min(opened, round(opened * share + 0.12))


def stable_hash(text: str) -> int:
    """Stable across processes, unlike ``hash``."""
    return sum(ord(letter) for letter in text)


def _price(chance: random.Random, qualifying: bool) -> int:
    """Cents per trainee hour, around the mean that gives the published cost of a place."""
    return round(chance.gauss(1_200, 90)) if qualifying else round(chance.gauss(1_290, 110))
