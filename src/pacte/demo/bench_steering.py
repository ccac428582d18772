"""Ten invented plans of sixty actions over six years, with their rounds, their accounts and their committees.

What the bench reads. Targets point at indicators, so that pages show evidence as they do once there are facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pacte.accounts.services import add_membership, create_person
from pacte.finance.records import Extract, ExtractCell, ExtractLine, Imputation, MoneyStage
from pacte.finance.services import import_extract
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Role
from pacte.kernel.period import Period
from pacte.plan.records import (
    ActionTitle,
    Amount,
    Axis,
    Figure,
    FigureKind,
    Flag,
    Lead,
    Objective,
    Placement,
    PlanContent,
    PlanRow,
    RowKind,
    Schedule,
)
from pacte.plan.services import appoint_action_lead, create_plan, put_in_force, sign, vote
from pacte.steering.queries.committees import committee_by_number
from pacte.steering.queries.decisions import decision_by_number
from pacte.steering.queries.rounds import round_summaries
from pacte.steering.records import AnswerState, DecisionEventKind, MilestoneEventKind, RiskLevel, Weather
from pacte.steering.records.meetings import AgendaKind, AgendaPoint
from pacte.steering.records.past_rounds import PastAnswer, PastMilestoneEvent, PastRisk, PastRound, PastValue
from pacte.steering.services.committees import plan_committee, set_agenda
from pacte.steering.services.decisions import DecisionInput, record_decision_event, take_decision
from pacte.steering.services.past_rounds import import_past_rounds
from pacte.steering.services.statements import issue_statement
from pacte.workflows.committee_pack import make_committee_pack
from pacte.workflows.import_plan import resolve_lead_organisations
from pacte.workflows.open_installation import ensure_host

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation, Person
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.steering.models import Committee
    from pacte.steering.queries.rounds import RoundSummary

_AXES = ("1", "2", "3")
_STONES = 4
_WEATHERS = (Weather.GOOD, Weather.MIXED, Weather.ALERT)
_CODES = ("places_bought", "commitment_of_operating_credits", "")
_DECISIONS = 8


@dataclass(frozen=True, slots=True)
class BenchPeople:
    """``pilot`` reads the pages; ``leads`` act for the actions in turn."""

    region: Organisation
    pilot: Person
    leads: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class BenchPlan:
    code: str
    rounds: int
    open_round: int
    last_held: int
    next_one: int
    decisions: int


def bench_people(*, actor: Actor, years: int, on: date) -> BenchPeople:
    """Must run as the machine."""
    region = ensure_host(actor=actor, region="de mesure")
    made = []
    for rank in range(9):
        person = create_person(
            actor=actor, email=f"mesure{rank}@pacte.example", first_name="Mesure", last_name=f"Numéro {rank}",
            synthetic=True,
        )  # fmt: skip
        role = Role.ACTION_LEAD if rank else Role.REGION_PILOT
        since = date(on.year - years, 1, 1)
        add_membership(actor=actor, person=person, organisation=region, host=region, role=role, valid_from=since)
        made.append(person)
    return BenchPeople(region, made[0], tuple(made[1:]))


def bench_plan(*, actor: Actor, people: BenchPeople, rank: int, actions: int, years: int, on: date) -> BenchPlan:
    """A plan that runs today, with its rounds, its accounts and its committees. Must run as the machine."""
    content = _content(f"mesure-{rank}", actions, on.year - years + 1, years)
    plan = _in_force(actor, people.region, content)
    for number in content.numbers:
        lead = people.leads[int(number) % len(people.leads)]
        since = date(content.first_year, 1, 1)
        appoint_action_lead(
            actor=actor, plan=plan, number=number, organisation_id=people.region.pk, person=lead, on=since
        )
    count = import_past_rounds(actor=actor, plan=plan, rounds=list(_rounds(content, on)))
    _account(actor, people.region, plan, content, rank)
    lines = round_summaries(actor=actor, plan=plan)
    closed_rounds = sorted((line for line in lines if not line.is_open), key=lambda line: line.number)
    decided = sum(_hold(actor, people, plan, line, is_last=line is closed_rounds[-1]) for line in closed_rounds)
    numbers = _prepare(actor, plan, next(line for line in lines if line.is_open))
    return BenchPlan(content.code, count, lines[0].round_id, len(closed_rounds), numbers, decided)


def _hold(actor: Actor, people: BenchPeople, plan: Plan, line: RoundSummary, *, is_last: bool) -> int:
    """A committee with its agenda, what it decided and what became of it; the pack of the last one is made."""
    committee = _planned(actor, plan, line)
    if is_last:
        make_committee_pack(actor=actor, committee=committee, synthetic=True, as_of=line.committee_on)
    held_on = line.committee_on
    kinds = (DecisionEventKind.DONE,) if is_last else (DecisionEventKind.DONE, DecisionEventKind.EFFECT_SEEN)
    for rank in range(_DECISIONS):
        decision_input = DecisionInput(
            text=f"Décision de mesure {rank + 1}, de la longueur d’une phrase ordinaire.",
            numbers=(ActionCode(rank + 1), ActionCode(rank + 11)),
            owner_id=people.leads[rank % len(people.leads)].pk,
            owner_body_id=people.region.pk,
            due_on=held_on + timedelta(days=30),
            expected_effect="Un effet attendu.",
            check_on=held_on + timedelta(days=90),
        )
        taken = take_decision(actor=actor, committee=committee, decision_input=decision_input, on=held_on)
        # One in eight is forgotten; of the last committee, one in two is still to do.
        if rank % (2 if is_last else _DECISIONS):
            decision = decision_by_number(actor=actor, plan=plan, number=taken.number)
            for days, kind in zip((20, 95), kinds, strict=False):
                then = held_on + timedelta(days=days)
                record_decision_event(
                    actor=actor, decision=decision, kind=kind, happened_on=then, on=then, note="Un mot."
                )
    issue_statement(
        actor=actor, committee=committee, on=held_on + timedelta(days=2), version="", synthetic=True, titles={}
    )
    return _DECISIONS


def _prepare(actor: Actor, plan: Plan, line: RoundSummary) -> int:
    return int(_planned(actor, plan, line).number)


def _planned(actor: Actor, plan: Plan, line: RoundSummary) -> Committee:
    made = plan_committee(
        actor=actor, plan=plan, title=f"Comité de mesure {line.number}", held_on=line.committee_on,
        round_number=line.number,
    )  # fmt: skip
    points = tuple(
        AgendaPoint(f"Point de mesure {rank}", AgendaKind.DECISION, "Mesure Numéro 1", 20, ActionCode(rank))
        for rank in range(1, 7)
    )
    set_agenda(actor=actor, committee=made, points=points)
    return committee_by_number(actor=actor, plan=plan, number=made.number)


def _content(code: str, actions: int, first: int, years: int) -> PlanContent:
    periods = tuple(Period(year, year) for year in range(first, first + years))
    flags = tuple(Flag(period.code, "X") for period in periods)
    numbers = range(1, actions + 1)
    return PlanContent(
        code=code,
        title=f"Plan de mesure {code} (fictif)",
        region="de mesure",
        first_year=first,
        last_year=first + years - 1,
        periods=periods,
        source="Plan inventé pour mesurer la vitesse des pages.",
        axes=tuple(
            Axis(axis, f"Axe {axis}", f"Axe {axis} de mesure", amount_cents=_cents(axis, actions, years))
            for axis in _AXES
        ),
        objectives=tuple(
            objective
            for axis in _AXES
            for objective in (
                Objective(f"{axis}-1", "But de mesure", axis),
                Objective(f"{axis}-1.1", "Objectif de mesure", axis, f"{axis}-1"),
            )
        ),
        actions=tuple(
            ActionTitle(ActionCode(number), f"Action de mesure {number}", f"Mesure {number}") for number in numbers
        ),
        rows=tuple(_row(number, flags, periods) for number in numbers),
        amounts=tuple(
            Amount(ActionCode(number), period.first_year, 1_000_000_00) for number in numbers for period in periods
        ),
    )


def _axis(number: int) -> str:
    return _AXES[number % len(_AXES)]


def _cents(axis: str, actions: int, years: int) -> int:
    return sum(1_000_000_00 * years for number in range(1, actions + 1) if _axis(number) == axis)


def _row(number: int, flags: tuple[Flag, ...], periods: tuple[Period, ...]) -> PlanRow:
    axis = _axis(number)
    return PlanRow(
        key=f"A{number:02d}",
        number=ActionCode(number),
        kind=RowKind.ACTION,
        axis_code=axis,
        strategic_code=f"{axis}-1",
        operational_code=f"{axis}-1.1",
        title=f"Action de mesure {number}",
        short_title=f"Mesure {number}",
        description="Une description de la longueur ordinaire d’une action du plan. " * 3,
        leads=(Lead("Région"),),
        expected_result="Un résultat attendu.",
        figures=(
            Figure(
                "places de mesure",
                FigureKind.TARGET,
                value=Decimal(100),
                unit="places",
                indicator_code=_CODES[number % len(_CODES)],
            ),
        ),
        priority=str(periods[0].first_year),
        schedule=Schedule(Placement.CERTAIN, flags, " ".join("X" for _ in flags)),
    )


def _in_force(actor: Actor, region: Organisation, content: PlanContent) -> Plan:
    version = create_plan(
        actor=actor, organisation=region, content=content,
        lead_organisations=resolve_lead_organisations(actor=actor, content=content, create=True), is_synthetic=True,
    )  # fmt: skip
    first = date(content.first_year, 1, 1)
    vote(actor=actor, version=version, assembly="assemblée de mesure", number="1", on=first)
    sign(actor=actor, version=version, on=first)
    put_in_force(actor=actor, version=version, on=first)
    return version.plan


def _rounds(content: PlanContent, on: date) -> Iterator[PastRound]:
    """Two a year until today; the last one is open."""
    days = [date(year, month, 1) for year in range(content.first_year, on.year + 1) for month in (5, 11)]
    days = [day for day in days if day <= on]
    for rank, opened in enumerate(days):
        is_last = rank == len(days) - 1
        due = max(opened + timedelta(days=20), on) if is_last else opened + timedelta(days=20)
        yield PastRound(
            label=f"Tour de mesure {rank + 1}",
            opened_on=opened,
            due_on=due,
            committee_on=due + timedelta(days=9),
            closed_on=None if is_last else due,
            pilot="Mesure Numéro 0",
            answers=tuple(
                PastAnswer(
                    number,
                    AnswerState.AWAITED if is_last and int(number) % 2 else AnswerState.SENT,
                    _WEATHERS[(int(number) + rank) % 3],
                    "Un mot sur la météo.",
                    "Où en est l’action, en une phrase ou deux.",
                    sent_on=None if is_last and int(number) % 2 else due - timedelta(days=int(number) % 9),
                )
                for number in content.numbers
            ),
            steps=tuple(_steps(content, opened)) if not rank else (),
            values=tuple(
                PastValue(number, "places de mesure", Decimal(rank * 5), "places", opened, "Registre de mesure")
                for number in content.numbers
                if int(number) % 3 == rank % 3
            ),
            risks=tuple(
                PastRisk(number, "Un risque de mesure", RiskLevel.MEDIUM, "Une réponse", opened)
                for number in content.numbers
                if not rank and not int(number) % 4
            ),
        )


def _steps(content: PlanContent, first: date) -> Iterator[PastMilestoneEvent]:
    """A chain of milestones an action, one a year; all but the first two are still to come."""
    for number in content.numbers:
        for rank in range(_STONES):
            due = first + timedelta(days=500 * (rank + 1) + int(number))
            waits = (f"{number}:{rank - 1}",) if rank else ()
            yield PastMilestoneEvent(
                f"{number}:{rank}", number, MilestoneEventKind.SET, first, f"Jalon {rank + 1}", due, waits
            )
            if rank < 2:
                yield PastMilestoneEvent(f"{number}:{rank}", number, MilestoneEventKind.DONE, due)


def _account(actor: Actor, region: Organisation, plan: Plan, content: PlanContent, rank: int) -> None:
    lines = tuple(
        ExtractLine(
            number=f"M{rank}-{number}-{year}",
            cell=ExtractCell("Engagements", 2, "A"),
            amounts={MoneyStage.COMMITTED: 800_000_00, MoneyStage.RENDERED: 600_000_00, MoneyStage.PAID: 500_000_00},
            year=year,
            label="Ligne de mesure",
            dates={MoneyStage.COMMITTED: date(year, 3, 1), MoneyStage.PAID: date(year, 10, 1)},
            imputation=Imputation(plan_code=content.code, action=number),
        )
        for number in content.numbers
        for year in range(content.first_year, content.last_year + 1)
    )
    extract = Extract(f"mesure-{rank}.xlsx", lines, lines_read=len(lines), extracted_on=date(content.last_year, 12, 31))
    import_extract(actor=actor, organisation=region, extract=extract, data=content.code.encode(), plan=plan)
