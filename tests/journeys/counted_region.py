"""Random regions as counts: few sessions, lots that are a whole action, providers of one session, places shared."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pacte.accounts.context import acting_as
from pacte.journeys.models import CountPublication, GroupTally, SessionTally
from pacte.journeys.queries.inner_cells import SIX_MONTHS
from pacte.journeys.records.counts import ENDS, Cut
from pacte.kernel.clock import now
from pacte.offer.models import Lot, Provider, Session, Training, TrainingAction
from pacte.plan.models import Plan
from tests.cast import MACHINE, Cast
from tests.journeys.one_reader import PEOPLE, Cell, Known

AT = datetime(2021, 1, 4, 9, tzinfo=UTC)
TODAY = date(2023, 1, 10)
LATE = TODAY - SIX_MONTHS
YEARS = (2020, 2021, 2022)
ACTIONS = ("12", "13", "23", "31")
PROVIDERS, TRAININGS, LOTS, SESSIONS = 7, 10, 8, 36
GROUPS = {"age_band": ("under_26", "26_44", "45_over", ""), "sex": ("f", "m", "x"), "level": ("low", "other", "")}
COLUMN_OF: dict[str, str] = {"age": "age_band", "sex": "sex", "level": "level", "residence": "department"}


@dataclass(slots=True)
class Region:
    """What was drawn. ``rows`` by session: its counts."""

    cast: Cast
    plan: Plan
    chance: random.Random
    sessions: list[Session]
    known: list[Known]
    rows: list[dict[str, int]]
    groups: list[dict[str, Any]]


def draw_region(cast: Cast, seed: int) -> Region:
    """Sessions of three years, each with its purchase and its people."""
    chance = random.Random(seed)
    with acting_as(MACHINE):
        plan = _plan(cast, seed)
        sessions = _sessions(cast, chance, seed)
        lots = _lots(cast, seed)
        # Lot 0 is the whole of its action; the others share.
        action_of = {lot.pk: ACTIONS[0] if rank == 0 else chance.choice(ACTIONS[1:]) for rank, lot in enumerate(lots)}
        known, rows = [], []
        for session in sessions:
            lot = lots[min(int(chance.expovariate(0.35)), LOTS - 1)]
            row = _counts(chance, session)
            rows.append(row)
            starts_on, ends_on = session.starts_on, session.ends_on
            assert starts_on
            assert ends_on
            known.append(
                Known(
                    starts_on.year,
                    session.provider.pk, chance.choice(("18", "28", "36", "37")), lot.pk, plan.pk,
                    action_of[lot.pk], session.training.pk,
                    f"RNCP{session.training.certifications[0]['rncp']}", ends_on < TODAY, ends_on < LATE,
                    session.training.is_certifying, row["bought"] - row["lost"],
                )
            )  # fmt: skip
    region = Region(cast, plan, chance, sessions, known, rows, [])
    for told, row in zip(known, rows, strict=True):
        region.groups += [_group(region, told, stage) for stage in _people(row)]
    return region


def count_region(region: Region) -> None:
    """Writes the tallies as a count of journeys would."""
    host = region.cast.region
    with acting_as(MACHINE):
        SessionTally.objects.all().delete()
        GroupTally.objects.all().delete()
        at = now()
        SessionTally.objects.bulk_create(
            SessionTally(
                session=session, organisation=host, provider_id=told.provider, year=told.year, plan_id=told.plan,
                department=told.department, lot_id=told.lot, action_number=told.action, counted_at=at,
                **{name: count for name, count in row.items() if name != "ended"},
            )
            for session, told, row in zip(region.sessions, region.known, region.rows, strict=True)
        )  # fmt: skip
        GroupTally.objects.bulk_create(
            GroupTally(organisation=host, counted_at=at, plan_id=region.plan.pk, **group) for group in region.groups
        )


def grow(region: Region) -> None:
    """A night later: some more people, in some sessions; sometimes few, sometimes in one that was empty."""
    chance = region.chance
    most = chance.choice((1, 2, 6))
    for told, row in zip(region.known, region.rows, strict=True):
        if told.year == YEARS[-1] and chance.random() < 0.15 * most:
            for _ in range(min(chance.randint(1, 3 * most), told.places - row["taken"])):
                stage = dict.fromkeys(("proposed", "informed", "admitted", "entered", "taken"), 1)
                if chance.random() < 0.3:
                    stage |= {"ended": 1, "to_term": 1, "certifiable": 1}
                for name, count in stage.items():
                    row[name] += count
                region.groups.append(_group(region, told, stage))


def truth_of(region: Region, cells: Sequence[Cell]) -> dict[Cell, int]:
    """What the cells hold, small counts included."""
    return {cell: _true(region, cell) for cell in cells}


def _true(region: Region, cell: Cell) -> int:
    cut, year, key, name = cell
    column = COLUMN_OF.get(cut)
    if cut == Cut.NETWORK:
        names = ENDS if name == "ended" else (name,)
        mine = [group for group in region.groups if str(group["year"]) == year and key == "others"]
        return sum(group.get(each, 0) for group in mine for each in names)
    if column:
        mine = [each for each in region.groups if str(each["year"]) == year and each[column] == key]
        return sum(group.get(name, 0) if name != "ended" else sum(group.get(end, 0) for end in ENDS) for group in mine)
    both = zip(region.known, region.rows, strict=True)
    if cut in ("whole", Cut.YEAR):
        return sum(row.get(name, 0) for told, row in both if year in ("", str(told.year)))
    if cut == "plan_action":
        return sum(row.get(name, 0) for told, row in both if f"{told.plan}:{told.action}" == key)
    if cut == "result":
        is_job = name in ("answered", "in_job")
        mine = [
            row for told, row in both
            if (told.is_late if is_job else told.is_over) and key in (str(told.training), told.certification)
        ]  # fmt: skip
        return sum(row.get(name, 0) for row in mine)
    return sum(row.get(name, 0) for told, row in both if str(told.year) == year and told.is_in(Cut(cut), key))


def _counts(chance: random.Random, session: Session) -> dict[str, int]:
    bought = chance.choice((6, 8, 10, 12, 15, 20))
    lost = bought if chance.random() < 0.05 else 0
    taken = min(bought - lost, int(chance.choice((0.5, 0.8, 0.9, 1.0)) * bought)) if not lost else 0
    entered = taken + (1 if taken and chance.random() < 0.05 else 0)
    admitted = entered + chance.randint(0, 3)
    informed = admitted + chance.randint(0, 5)
    ended = entered if session.ends_on and session.ends_on < TODAY else int(entered * chance.choice((0, 0, 0.2)))
    row = {
        "bought": bought, "opened": bought, "lost": lost, "taken": taken, "entered": entered, "admitted": admitted,
        "informed": informed, "proposed": informed + chance.randint(0, 6), "ended": ended,
    }  # fmt: skip
    row |= dict.fromkeys(ENDS, 0)
    for _ in range(ended):
        row[chance.choices(ENDS, weights=(60, 3, 8, 4, 14, 1, 1, 2, 7))[0]] += 1
    row["certifiable"] = ended if session.training.is_certifying else 0
    row["certified"] = sum(chance.random() < 0.6 for _ in range(row["certifiable"]))
    row["answered"] = sum(chance.random() < 0.6 for _ in range(ended))
    row["in_job"] = sum(chance.random() < 0.5 for _ in range(row["answered"]))
    return row


def _people(row: dict[str, int]) -> list[dict[str, int]]:
    """The same counts, one person at a time: who went further passed by what comes before."""
    ends = [kind for kind in ENDS for _ in range(row[kind])]
    found = []
    for rank in range(row["proposed"]):
        stage = {name: int(rank < row[name]) for name in PEOPLE if name != "ended"}
        stage["certifiable"] = int(rank < row["certifiable"])
        if rank < len(ends):
            stage[ends[rank]] = 1
        found.append(stage)
    return found


def _group(region: Region, told: Known, stage: dict[str, int]) -> dict[str, Any]:
    chance = region.chance
    who = {name: chance.choices(values, weights=(30, 50, 20, 1)[: len(values)])[0] for name, values in GROUPS.items()}
    counts = {name: count for name, count in stage.items() if name not in ("ended", "taken")}
    return {
        "year": told.year, "action_number": told.action, "referrer_id": region.cast.network.pk,
        "department": chance.choices(("18", "28", "36", "45"), weights=(50, 30, 18, 2))[0], **who, **counts,
    }  # fmt: skip


def _plan(cast: Cast, seed: int) -> Plan:
    CountPublication.objects.all().delete()
    return Plan.objects.create(
        organisation=cast.region, code=f"region-{seed}", title="Pacte", region="Région", first_year=2020, last_year=2022
    )


def _lots(cast: Cast, seed: int) -> list[Lot]:
    return Lot.objects.bulk_create(
        Lot(
            organisation=cast.region, buyer=cast.region, code=f"L{seed}-{rank}", title="Lot", year=2020,
            domain_code="150", nature="qualifying", zone_kind="region", zone_code="24", places=100, hours=100,
            price_unit="hour", unit_price_cents=1, fund="pact", created_at=AT, created_by_name="Région",
        )
        for rank in range(LOTS)
    )  # fmt: skip


def _sessions(cast: Cast, chance: random.Random, seed: int) -> list[Session]:
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
                ends_on=date(year + (month > 6), (month + 5) % 12 + 1, 20), **times,
            )
        )  # fmt: skip
    return Session.objects.bulk_create(found)
