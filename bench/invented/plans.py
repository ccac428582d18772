"""Ten invented plans of sixty actions over six years, with their rounds, their accounts and their committees.

What the bench reads. Targets point at indicators, so that pages show evidence as they do once there are facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.invented.plan_content import invented_past_rounds, invented_plan_content
from pacte.accounts.services import add_membership, create_person
from pacte.finance.records import Extract, ExtractLine, Imputation, MoneyStage
from pacte.finance.services import import_extract
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Role
from pacte.kernel.defects import CellReference
from pacte.plan.records import PlanContent
from pacte.plan.services import appoint_action_lead, create_plan, put_in_force, sign, vote
from pacte.steering.queries.committees import committee_by_number
from pacte.steering.queries.decisions import decision_by_number
from pacte.steering.queries.rounds import round_summaries
from pacte.steering.records import DecisionEventKind
from pacte.steering.records.meetings import AgendaKind, AgendaPoint
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
    content = invented_plan_content(f"mesure-{rank}", actions, on.year - years + 1, years)
    plan = _in_force(actor, people.region, content)
    for number in content.numbers:
        lead = people.leads[int(number) % len(people.leads)]
        since = date(content.first_year, 1, 1)
        appoint_action_lead(
            actor=actor, plan=plan, number=number, organisation_id=people.region.pk, person=lead, on=since
        )
    count = import_past_rounds(actor=actor, plan=plan, rounds=list(invented_past_rounds(content, on)))
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


def _account(actor: Actor, region: Organisation, plan: Plan, content: PlanContent, rank: int) -> None:
    lines = tuple(
        ExtractLine(
            number=f"M{rank}-{number}-{year}",
            cell=CellReference("Engagements", 2, "A"),
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
    import_extract(actor=actor, organisation=region, extract=extract, plan=plan)
