"""Random regions: few sessions, lots that are a whole action, providers of one session, places shared by few people.

People are drawn one by one. Tallies and facts are computed from the same people.
"""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import CountPublication, GroupTally, SessionTally, SituationTally
from pacte.journeys.queries.count_units import SIX_MONTHS
from pacte.journeys.records.counts import ENDS, Cut
from pacte.kernel.clock import now
from pacte.offer.models import Lot, Order, Provider, Session, Training, TrainingAction
from pacte.plan.models import Plan
from pacte.reference.models import Edition, Zone
from tests.cast import MACHINE, Cast
from tests.journeys.one_reader import Cell, Known, Line

AT = datetime(2020, 1, 6, 9, tzinfo=UTC)
TODAY = date(2023, 1, 10)
LATE = TODAY - SIX_MONTHS
YEARS = (2021, 2022)
# The first digit is the axis.
ACTIONS = ("12", "13", "23", "31")
PROVIDERS, TRAININGS, LOTS, SESSIONS = 6, 8, 7, 24
DEPARTMENTS = ("18", "28", "36")
HOMES = ("18", "28", "36", "45")
DOMAINS, NATURES = ("150", "230", "311"), ("qualifying", "certifying")
COLUMN_OF: dict[str, str] = {"age": "age_band", "sex": "sex", "level": "level", "residence": "department"}
HORIZON = timedelta(days=184)
# People with these ends leave when the session ends.
AT_THE_END = ("to_term", "goal_reached")


@dataclass(frozen=True, slots=True)
class Somebody:
    """``steps``: steps that this person took. ``known_on``: day when everything up to the entry was recorded."""

    session: int
    steps: frozenset[str]
    sex: str
    age: int | None
    diploma: int | None
    home: str
    known_on: date
    end: str = ""
    ended_on: date | None = None

    @property
    def age_band(self) -> str:
        if self.age is None:
            return ""
        return "under_26" if self.age < 26 else "26_44" if self.age < 45 else "45_over"

    @property
    def level(self) -> str:
        return "" if self.diploma is None else "low" if self.diploma < 4 else "other"

    def counts(self) -> Iterator[str]:
        yield from self.steps
        if self.end:
            yield self.end
            yield "ended"


@dataclass(slots=True)
class Region:
    """What was drawn. ``places`` by session: bought, lost, taken."""

    cast: Cast
    plan: Plan
    chance: random.Random
    orders: list[Order]
    sessions: list[Session]
    known: list[Known] = field(default_factory=list)
    places: list[dict[str, int]] = field(default_factory=list)
    people: list[Somebody] = field(default_factory=list)

    def rows(self) -> list[Counter[str]]:
        """Counts by session."""
        found = [Counter(places) for places in self.places]
        for each in self.people:
            found[each.session].update(each.counts())
            if each.end and self.known[each.session].is_certifying:
                found[each.session]["certifiable"] += 1
        return found


def draw_region(cast: Cast, seed: int) -> Region:
    """Sessions of two years, each with its purchase and its people.

    In one region of three each session has a payer, which serves an action on the fund of the pact alone. In another,
    two lines may share a session, and their people hide most of what is asked by action. In the last, the pact pays
    most sessions for one action, alone or with the Region, which pays few alone.
    """
    chance, lines_chance = random.Random(seed), random.Random(f"lines {seed}")
    with acting_as(MACHINE):
        _territory()
        plan = _plan(cast, seed)
        providers, sessions = _sessions(cast, chance, seed)
        lots = _lots(cast, plan, chance, seed)
        # Lot 0 has an action of its own; the other lots share the other actions.
        action_of = {lot.pk: ACTIONS[0] if rank == 0 else chance.choice(ACTIONS[1:]) for rank, lot in enumerate(lots)}
        orders = _orders(cast, lots, providers[0])
    region = Region(cast, plan, chance, orders, sessions)
    for rank, session in enumerate(sessions):
        order = orders[min(int(chance.expovariate(0.35)), LOTS - 1)]
        bought = chance.choice((6, 8, 10, 12, 15, 20))
        lost = bought if chance.random() < 0.05 else 0
        left = bought - lost
        taken = min(left, int(chance.choice((0.5, 0.8, 0.9, 1.0)) * left))
        entered = taken + (1 if taken and taken == left and chance.random() < 0.15 else 0)
        region.places.append({"bought": bought, "opened": bought, "lost": lost, "taken": taken})
        lines = _LINES[seed % len(_LINES)](lines_chance, action_of[order.lot.pk], order.lot.fund, bought)
        region.known.append(_known(chance, session, order, lines, left))
        region.people += _people(region, rank, entered)
    return region


def count_region(region: Region) -> None:
    """Writes the tallies that a count of the journeys would give."""
    host = region.cast.region
    with acting_as(MACHINE):
        SessionTally.objects.all().delete()
        GroupTally.objects.all().delete()
        SituationTally.objects.all().delete()
        at = now()
        SessionTally.objects.bulk_create(
            SessionTally(
                session=session, organisation=host, provider_id=told.provider, year=told.year,
                department=told.department, lot_id=told.lot, order_id=told.order,
                payers=_payers(told), shares=[line.places for line in _sorted(told)], counted_at=at,
                **{name: count for name, count in row.items() if name != "ended"},
            )
            for session, told, row in zip(region.sessions, region.known, region.rows(), strict=True)
        )  # fmt: skip
        groups: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
        for each in region.people:
            told = region.known[each.session]
            key = (told.year, json.dumps(_payers(told)), each.home, each.age_band, each.sex, each.level)
            groups[key].update(name for name in each.counts() if name != "ended")
        columns = ("year", "payers", "department", "age_band", "sex", "level")
        GroupTally.objects.bulk_create(
            GroupTally(
                organisation=host, counted_at=at, referrer_id=region.cast.network.pk,
                **dict(zip(columns, key, strict=True)) | {"payers": json.loads(str(key[1]))}, **counts,
            )
            for key, counts in groups.items()
        )  # fmt: skip
        SituationTally.objects.bulk_create(
            SituationTally(organisation=host, year=year, months=6, counted_at=at, **counts)
            for year, counts in _answers(region, at.date()).items()
        )


def _answers(region: Region, on: date) -> dict[int, Counter[str]]:
    """By year of the end: people whose six months have passed, who answered, who have a job."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for each in region.people:
        if each.ended_on and each.ended_on + HORIZON <= on:
            said = {"due", *each.steps}
            found[each.ended_on.year].update({name: int(name in said) for name in ("due", "answered", "in_job")})
    return found


def grow(region: Region) -> None:
    """One night later: adds some people to some sessions, sometimes few, sometimes in an empty session."""
    chance = region.chance
    most = chance.choice((1, 2, 6))
    for rank, (told, places) in enumerate(zip(region.known, region.places, strict=True)):
        if told.year != YEARS[-1] or chance.random() >= 0.15 * most:
            continue
        for _ in range(min(chance.randint(1, 3 * most), told.places - places["taken"])):
            end = ""
            if chance.random() < 0.3:
                end = "to_term" if told.is_over else "dropout"
            ended_on = told.ends_on if end == "to_term" else told.starts_on + timedelta(days=1) if end else None
            steps = frozenset(("proposed", "informed", "admitted", "entered"))
            region.people.append(_somebody(region, rank, steps, TODAY + timedelta(days=1), end, ended_on))
            places["taken"] += 1


def truth_of(region: Region) -> dict[Cell, int]:
    """True value of every cell of the funnel, of the actions and of the results, small counts included."""
    found: Counter[Cell] = Counter()
    for told, row in zip(region.known, region.rows(), strict=True):
        year = str(told.year)
        cells = [("whole", year, ""), (Cut.YEAR.value, year, year)]
        cells += [("plan_action", "", f"{told.plan}:{action}") for action in told.keys(Cut.ACTION) if action]
        cells += [
            (cut.value, year, key)
            for cut in (Cut.DEPARTMENT, Cut.PROVIDER, Cut.LOT, Cut.ACTION)
            for key in told.keys(cut)
        ]
        cells += [("shared", year, told.shared_by)] if told.shared_by else []
        cells += [("one_fund", year, *told.funds)] if len(told.funds) == 1 else []
        for name, count in row.items():
            is_counted = told.is_late if name in ("answered", "in_job") else told.is_over
            results = [("result", "", str(told.training)), ("result", "", told.certification)] if is_counted else []
            for cell in (*cells, *results):
                found[*cell, name] += count
            if name == "entered" and told.pact_axes:
                for cell in itertools.product((year, ""), (*told.pact_axes, "")):
                    found["axis", *cell, name] += count
    for end, counts in _answers(region, TODAY).items():
        for name, count in counts.items():
            found["answers", str(end), "6", name] += count
    for each in region.people:
        year = str(region.known[each.session].year)
        keys = {cut: getattr(each, column if cut != "residence" else "home") for cut, column in COLUMN_OF.items()}
        for cut, key in (*keys.items(), (Cut.NETWORK.value, "others")):
            for name in each.counts():
                found[cut, year, key, name] += 1
    return found


def _payers(told: Known) -> list[dict[str, object]]:
    return [
        {"plan": told.plan if line.action else None, "action": line.action or None, "fund": line.fund}
        for line in _sorted(told)
    ]


def _sorted(told: Known) -> list[Line]:
    """In the order of a count of the night."""
    return sorted(told.lines, key=lambda line: (line.action, line.fund))


def _one_line(chance: random.Random, action: str, fund: str, bought: int) -> tuple[Line, ...]:
    del chance
    return (Line(action if fund == "pact" else "", fund, bought),)


def _lines_of_two_actions(chance: random.Random, action: str, fund: str, bought: int) -> tuple[Line, ...]:
    """One line, or two that divide the places between two actions, or between two funds.

    The second line may name no action, as the purchases of the Region alone do.
    """
    if chance.random() < 0.7:
        return (Line(action, fund, bought),)
    other_fund = chance.choice(("pact", "baseline"))
    other_action = "" if other_fund == "baseline" and chance.random() < 0.5 else chance.choice(ACTIONS)
    other = Line(other_action, other_fund, chance.randint(1, bought - 1))
    if (other.action, other.fund) == (action, fund):
        return (Line(action, fund, bought),)
    return Line(action, fund, bought - other.places), other


def _lines_of_two_funds(chance: random.Random, action: str, fund: str, bought: int) -> tuple[Line, ...]:
    """A line of the pact or of the Region, or one of each, all for one action; the Region comes first."""
    del action, fund
    of_region = Line(ACTIONS[0], "baseline", chance.randint(1, bought - 1))
    drawn = chance.random()
    if drawn < 0.1:
        return (replace(of_region, places=bought),)
    if drawn < 0.45:
        return of_region, Line(ACTIONS[0], "pact", bought - of_region.places)
    return (Line(ACTIONS[0], "pact", bought),)


_LINES = (_one_line, _lines_of_two_actions, _lines_of_two_funds)


def _known(chance: random.Random, session: Session, order: Order, lines: tuple[Line, ...], places: int) -> Known:
    starts_on, ends_on = session.starts_on, session.ends_on
    assert starts_on
    assert ends_on
    assert order.lot_id
    training = session.training_action.training
    return Known(
        year=starts_on.year, provider=training.provider_id, department=chance.choice(DEPARTMENTS), lot=order.lot_id,
        plan=order.lot.plan_id or 0, lines=lines, training=training.pk, order=order.pk,
        certification=f"RNCP{training.certifications[0]['rncp']}", is_over=ends_on < TODAY, is_late=ends_on < LATE,
        is_certifying=training.is_certifying, places=places, starts_on=starts_on, ends_on=ends_on,
        domain=order.domain_code, objective=order.nature,
    )  # fmt: skip


def _people(region: Region, rank: int, entered: int) -> Iterable[Somebody]:
    """People of a session: those who entered first, then those who stopped before."""
    chance, told = region.chance, region.known[rank]
    admitted = entered + chance.randint(0, 3)
    informed = admitted + chance.randint(0, 4)
    for place in range(informed + chance.randint(0, 4)):
        steps = {"proposed"}
        for name, most in (("informed", informed), ("admitted", admitted), ("entered", entered)):
            if place < most:
                steps.add(name)
        end, ended_on = "", None
        if place < entered:
            end, ended_on = _end(chance, told)
        if ended_on and told.is_certifying and ended_on + timedelta(days=5) < TODAY and chance.random() < 0.6:
            steps.add("certified")
        if ended_on and ended_on + timedelta(days=190) < TODAY and chance.random() < 0.6:
            steps.add("answered")
            if chance.random() < 0.5:
                steps.add("in_job")
        known_on = told.starts_on
        if chance.random() < 0.1:
            known_on = min(date(told.year + 1, 3, 1), TODAY - timedelta(days=2))
        yield _somebody(region, rank, frozenset(steps), known_on, end, ended_on)


def _end(chance: random.Random, told: Known) -> tuple[str, date | None]:
    if not told.is_over and chance.random() < 0.85:
        return "", None
    kind = chance.choices(ENDS, weights=(60, 3, 8, 4, 14, 1, 1, 2, 7))[0]
    if kind in AT_THE_END:
        return (kind, told.ends_on) if told.is_over else ("", None)
    last = min(told.ends_on, TODAY - timedelta(days=1))
    return kind, told.starts_on + timedelta(days=chance.randint(1, max(1, (last - told.starts_on).days)))


def _somebody(
    region: Region, rank: int, steps: frozenset[str], known_on: date, end: str, ended_on: date | None
) -> Somebody:
    chance = region.chance
    return Somebody(
        rank, steps, chance.choices(("f", "m", "x"), weights=(40, 57, 3))[0],
        chance.choices((22, 30, 50, 58, None), weights=(30, 45, 15, 9, 1))[0],
        chance.choices((3, 4, 6, None), weights=(40, 40, 17, 3))[0],
        chance.choices(HOMES, weights=(50, 30, 17, 3))[0], known_on, end, ended_on,
    )  # fmt: skip


def _territory() -> None:
    """Stores one commune per département, which is enough."""
    if Edition.objects.exists():
        return
    Edition.objects.create(year=2022, source="tests", loaded_at=AT)
    common = {"edition": 2022, "nature": "", "region_code": "24", "arrondissement_code": "", "epci_code": ""}
    Zone.objects.bulk_create(
        [
            Zone(kind=kind, code=code, name=code, plain_name=code, department_code=department, **common)
            for department in sorted({*DEPARTMENTS, *HOMES})
            for kind, code in (("department", department), ("commune", f"{department}033"))
        ]
    )


def _plan(cast: Cast, seed: int) -> Plan:
    CountPublication.objects.all().delete()
    return Plan.objects.create(
        organisation=cast.region, code=f"region-{seed}", title="Pacte", region="Région", first_year=YEARS[0],
        last_year=YEARS[-1],
    )  # fmt: skip


def _lots(cast: Cast, plan: Plan, chance: random.Random, seed: int) -> list[Lot]:
    return Lot.objects.bulk_create(
        Lot(
            organisation=cast.region, buyer=cast.region, code=f"L{seed}-{rank}", title="Lot", year=YEARS[0],
            domain_code=chance.choice(DOMAINS), nature=chance.choice(NATURES), zone_kind="region", zone_code="24",
            places=100, hours=100, price_unit="hour", unit_price_cents=1, fund=chance.choice(("pact", "baseline")),
            created_at=AT, created_by_name="Région", plan=plan,
        )
        for rank in range(LOTS)
    )  # fmt: skip


def _orders(cast: Cast, lots: list[Lot], provider: Provider) -> list[Order]:
    return Order.objects.bulk_create(
        Order(
            organisation=cast.region, buyer=cast.region, provider=provider, lot=lot, number=lot.code, title="Lot",
            form="order", domain_code=lot.domain_code, nature=lot.nature,
            price_unit="trainee_hour", unit_price_cents=1, signed_on=AT.date(), ends_on=date(YEARS[-1] + 1, 12, 31),
            recorded_at=AT, recorded_by_name="Région",
        )
        for lot in lots
    )  # fmt: skip


def _sessions(cast: Cast, chance: random.Random, seed: int) -> tuple[list[Provider], list[Session]]:
    times = {"recorded_at": AT, "changed_at": AT}
    providers = Provider.objects.bulk_create(
        Provider(siret=f"{seed:05}{rank:09}", name=f"Organisme {rank}", **times) for rank in range(PROVIDERS)
    )
    trainings = Training.objects.bulk_create(
        Training(
            number=f"F{seed}-{rank}", host_id=cast.region.pk, provider=providers[rank % PROVIDERS], title="Soudeur",
            is_certifying=rank % 3 > 0, certifications=[{"rncp": str(34500 + rank % 5)}], **times,
        )
        for rank in range(TRAININGS)
    )  # fmt: skip
    actions = TrainingAction.objects.bulk_create(
        TrainingAction(training=training, number=f"A{training.number}", entry_mode=0, **times) for training in trainings
    )
    found = []
    for rank in range(SESSIONS):
        year, month = chance.choice(YEARS), chance.randint(1, 11)
        found.append(
            Session(
                training_action=chance.choice(actions), number=f"S{seed}-{rank}", starts_on=date(year, month, 4),
                ends_on=date(year + (month > 7), (month + 4) % 12 + 1, 20), **times,
            )
        )  # fmt: skip
    return providers, Session.objects.bulk_create(found)
