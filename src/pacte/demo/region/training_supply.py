"""Invented providers, trainings, sessions and their places, over the real geography. Pure, by seed.

Each year has the same sessions whatever the day of the demonstration; those that nobody had announced by then are left
out. A few more, at the demonstration provider, are dated from that day.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pacte.demo.region import calibration as odds
from pacte.demo.region.holidays import next_working_day
from pacte.demo.region.purchased_actions import ActionTurns, turns_by_year
from pacte.demo.region.training_families import TrainingFamily, training_families
from pacte.kernel.action_codes import ActionCode

ROLLING_DAYS = 182
LIVE_BEFORE, LIVE_AFTER = 120, 180  # days around the present day
SHOWN_STARTS = (-75, -40, 20, 48, 90)  # days from today: more sessions, of the demonstration provider
SHOWN_FREE = 4  # places left free when one of them would otherwise be cancelled
SPREAD_EVERY = 13  # one qualifying session in this many rotates over the departments, for any provider
PLANNED_BEFORE_ORDER = timedelta(days=30)
_CLOSED_DAYS = ((12, 20), (1, 4))  # no session starts between these two days: month and day


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

    ``was_on`` is the first date of a postponed session. ``cause`` is coded, for a cancelled one. ``action``: the plan
    action that buys it, when the pact pays; ``second_action``: the one that buys half of its places, if they divide.
    ``baseline_pays_half``: the Region's own fund buys half of the places of a session of the pact.
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
    action: ActionCode | None = None
    second_action: ActionCode | None = None
    baseline_pays_half: bool = False

    def serves(self, action: str) -> bool:
        """Whether that action of the first plan buys it."""
        return self.is_pact and self.year in odds.YEARS and self.action == action


CAUSES = ("too_few_candidates", "too_few_candidates", "too_few_candidates", "no_trainer", "no_room", "need_changed")
_FIRST_PROVIDER = "Métal Formation Berry (fictif)"
_FIRST = ("Atelier", "Campus", "Centre", "École", "Espace", "Institut", "Pôle", "Relais", "Savoirs", "Tremplin")
_LAST = ("Berry", "Val de Cher", "Beauce", "Sologne", "Touraine", "Brenne", "Perche", "Gâtinais", "Loire", "Vendômois")


def provider_names(chance: random.Random, count: int) -> list[str]:
    """Names of the providers in their order; the first is that of the product's pictures."""
    names = [f"{first} {last} formation (fictif)" for first in _FIRST for last in _LAST]
    chance.shuffle(names)
    return [_FIRST_PROVIDER, *(names[rank % len(names)] for rank in range(1, count))]


def invent_providers(chance: random.Random, towns: Sequence[Town], count: int) -> list[InventedProvider]:
    """Providers distributed over the towns; the first teaches welding in Vierzon, as in the product's pictures."""
    qualifying = training_families().qualifying
    welding = qualifying[:2] + qualifying[3:5]
    vierzon = next((town for town in towns if town.name == "Vierzon"), towns[0])
    names = provider_names(chance, count)
    provider_list = [InventedProvider(0, names[0], vierzon, welding)]
    for rank in range(1, count):
        town = chance.choices(towns, [each.weight for each in towns])[0]
        families = _families(chance, rank)
        provider_list.append(InventedProvider(rank, names[rank], town, families))
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
    """Sessions as known that day: a number of places a year, then those of the demonstration provider around it.

    The places of one session of the pact a year divide between two actions, those of another between two funds.
    All are drawn up to the next year, so that a year has the same sessions whatever the day.
    """
    rank = 0
    main_towns = _main_towns(towns)
    turns = turns_by_year()
    of_two_actions: set[int] = set()
    of_two_funds: set[int] = set()
    for year in range(odds.YEARS[0], today.year + 2):
        for qualifying, places in ((True, odds.QUALIFYING_PLACES), (False, odds.BASIC_PLACES)):
            bought = 0
            while bought < places * share:
                session = _session(chance, provider_list, towns, rank, year, qualifying)
                if qualifying and rank % SPREAD_EVERY == 0:
                    session = replace(session, town=main_towns[rank // SPREAD_EVERY % len(main_towns)])
                bought += session.places
                rank += 1
                session = _for_an_action(session, turns)
                if year not in of_two_actions:
                    session = _for_two_actions(session, turns)
                    of_two_actions |= {year} if session.second_action else set()
                elif year not in of_two_funds and _may_divide(session):
                    session = replace(session, baseline_pays_half=True)
                    of_two_funds.add(year)
                if session.ordered_on - PLANNED_BEFORE_ORDER <= today:
                    yield _as_known(session, today)
    for more, days in enumerate(SHOWN_STARTS):
        drawn = _session(chance, provider_list, towns, rank + more, today.year, True)
        shown = _at_demo_provider(drawn, provider_list[0], today + timedelta(days=days), more % 2)
        yield _as_known(_for_an_action(shown, turns), today)


def _for_an_action(session: InventedSession, turns: dict[int, ActionTurns]) -> InventedSession:
    """Tell the action that buys a session of the pact, whether or not it is known yet."""
    if not session.is_pact or session.year not in turns:
        return session
    family = session.family
    action = turns[session.year].take(nature=family.nature, family=family.key, department=session.town.department)
    return replace(session, action=action)


def _for_two_actions(session: InventedSession, turns: dict[int, ActionTurns]) -> InventedSession:
    """With the other action that buys half of its places, if they may divide."""
    if session.action is None or not _may_divide(session):
        return session
    family = session.family
    second = turns[session.year].another(
        session.action, nature=family.nature, family=family.key, department=session.town.department
    )
    return replace(session, second_action=second)


def _may_divide(session: InventedSession) -> bool:
    """Whether an action buys it and none of its places is lost.

    An even number: a share of one half is exact, and sums of it are the same in any order.
    """
    is_plain = session.opened == session.places and not (session.is_rolling or session.is_cancelled)
    return session.action is not None and is_plain and session.places % 2 == 0


def _as_known(session: InventedSession, today: date) -> InventedSession:
    """Without the postponement that nobody had asked for by that day."""
    is_live = -LIVE_BEFORE <= (session.starts_on - today).days <= LIVE_AFTER
    if session.was_on != session.starts_on and postponed_on(session) > today:
        late = session.starts_on - session.was_on
        cancelled_on = session.cancelled_on and session.cancelled_on - late
        session = replace(
            session, starts_on=session.was_on, ends_on=session.ends_on - late, cancelled_on=cancelled_on
        )  # fmt: skip
    is_pact = session.is_pact and session.year in pact_years(today)
    return replace(session, is_live=is_live, is_pact=is_pact)


def pact_years(today: date) -> tuple[int, ...]:
    """Years whose places a plan of that day pays, over the baseline."""
    later = odds.SECOND_PACT_YEARS
    return (*odds.YEARS, *later) if today.year >= later[0] else odds.YEARS


def postponed_on(session: InventedSession) -> date:
    """The day on which a postponed session was put off."""
    return session.was_on - timedelta(days=12)


def _main_towns(towns: Sequence[Town]) -> list[Town]:
    """Largest town of each department: even a small region has dated sessions in all of them."""
    largest: dict[str, Town] = {}
    for town in sorted(towns, key=lambda each: (-each.weight, each.code)):
        largest.setdefault(town.department, town)
    return [largest[department] for department in sorted(largest)]


def _at_demo_provider(session: InventedSession, provider: InventedProvider, starts: date, turn: int) -> InventedSession:
    """The same session, run by the demonstration provider, from that day on."""
    family = provider.families[turn]
    starts = _open_monday(starts)
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


def _session(
    chance: random.Random,
    provider_list: Sequence[InventedProvider],
    towns: Sequence[Town],
    rank: int,
    year: int,
    qualifying: bool,
) -> InventedSession:
    family = _family(chance, qualifying)
    holders = [each for each in provider_list if family in each.families] or list(provider_list)
    provider = chance.choice(holders)
    town = provider.town if chance.random() < 0.6 else chance.choices(towns, [each.weight for each in towns])[0]
    first = _first_day(chance, year)
    days = int((family.hours_centre + family.hours_company) / 30 * 7) if qualifying else ROLLING_DAYS
    postponed = chance.random() < odds.POSTPONED
    starts = _open_monday(first + timedelta(days=28)) if postponed else first
    places = odds.GROUP + chance.choice((-2, 0, 0, 0, 1, 2, 3))
    cancelled = chance.random() < (odds.CANCELLED_FIXED if qualifying else odds.CANCELLED_ROLLING)
    opened = places - (1 if not cancelled and chance.random() < 0.08 else 0)
    hours = family.hours_centre * places
    return InventedSession(
        rank=rank,
        provider=provider.rank,
        family=family,
        town=town,
        year=first.year,
        starts_on=starts,
        ends_on=starts + timedelta(days=days),
        was_on=first,
        is_rolling=not qualifying,
        is_pact=chance.random() < odds.PACT_SHARE,
        is_live=False,
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


def _first_day(chance: random.Random, year: int) -> date:
    month = chance.choices(range(1, 13), odds.MONTHS)[0]
    return _open_monday(date(year, month, chance.randint(1, 28)))


def _open_monday(day: date) -> date:
    """The Monday of that week, or the next one of the month; two weeks later when providers are closed.

    The day after when that Monday is a public holiday.
    """
    monday = day - timedelta(days=day.weekday()) if day.day > 6 else day + timedelta(days=(7 - day.weekday()) % 7)
    first, last = _CLOSED_DAYS
    is_closed = (monday.month, monday.day) >= first or (monday.month, monday.day) <= last
    return next_working_day(monday + timedelta(days=14) if is_closed else monday)


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
