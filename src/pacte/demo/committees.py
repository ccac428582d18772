"""Invented committees: four in 2020 on the real plan; on the invented plan, one held and one planned.

The planned one is the committee of the open round.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name, person_by_email
from pacte.demo.committee_fixtures import COMMITTEES_2020, CommitteeFixture, DecisionFixture
from pacte.demo.second_plan import CODE as SECOND_CODE
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import system_actor
from pacte.kernel.french import format_day
from pacte.plan.queries import content_of_version, plan_by_code, version_on
from pacte.steering.queries.committees import committee_by_number, committee_summaries
from pacte.steering.queries.decisions import decision_by_number
from pacte.steering.queries.rounds import RoundSummary, round_summaries
from pacte.steering.records.enums import DecisionEventKind as Kind
from pacte.steering.records.meetings import AgendaKind, AgendaPoint
from pacte.steering.services.committees import plan_committee, set_agenda
from pacte.steering.services.decisions import DecisionInput, record_decision_event, take_decision
from pacte.steering.services.statements import issue_statement
from pacte.workflows.committee_pack import make_committee_pack

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.steering.models import Committee

PILOT = "Claire Aubry"
_PLACE = "Hôtel de Région, Orléans (réunion fictive)"


def load_committees(*, actor: Actor, plan: Plan) -> None:
    """Load those of the real plan, once. Must run as the system actor, after the rounds and the facts."""
    pilot = system_actor(PILOT)
    if not committee_summaries(actor=actor, plan=plan):
        rounds = {line.committee_on: line for line in round_summaries(actor=actor, plan=plan) if not line.is_open}
        for fixture in COMMITTEES_2020:
            _load_committee(pilot, plan, fixture, rounds.get(fixture.held_on))


def load_second_committees(*, actor: Actor, on: date) -> None:
    """Load those of the invented plan, once: they have no pack, so they do not need the facts."""
    pilot = system_actor(PILOT)
    second = plan_by_code(actor=actor, code=SECOND_CODE)
    if not committee_summaries(actor=actor, plan=second):
        _load_committee(pilot, second, _past_committee(on), None, until=on)
        _plan_next_committee(pilot, second, on)


def _load_committee(
    pilot: Actor,
    plan: Plan,
    fixture: CommitteeFixture,
    round_summary: RoundSummary | None,
    *,
    until: date | None = None,
) -> None:
    """Plan, pack and hold a committee, issue its statement two days later, then load its follow-up."""
    planned = plan_committee(
        actor=pilot, plan=plan, title=fixture.title, held_on=fixture.held_on, starts_at=time(9, 30), place=_PLACE,
        round_number=round_summary.number if round_summary else None,
    )  # fmt: skip
    set_agenda(actor=pilot, committee=planned, points=fixture.points)
    committee = committee_by_number(actor=pilot, plan=plan, number=planned.number)
    if round_summary:
        make_committee_pack(actor=pilot, committee=committee, synthetic=True, as_of=fixture.held_on)
    numbers = [_take_decision(pilot, committee, each) for each in fixture.decisions]
    sent = fixture.held_on + timedelta(days=2)
    version = version_on(actor=pilot, plan=plan, on=fixture.held_on)
    content = content_of_version(version)
    issue_statement(
        actor=pilot, committee=committee, on=sent, version=version.label, synthetic=True,
        titles={each.number: each.short_title or each.title for each in content.actions},
    )  # fmt: skip
    for number, each in zip(numbers, fixture.decisions, strict=True):
        _load_decision_events(pilot, plan, number, each, until)


def _take_decision(pilot: Actor, committee: Committee, fixture: DecisionFixture) -> int:
    person = person_by_email(fixture.owner)
    membership = person.memberships.order_by("pk").first() if person else None
    body = organisation_by_name(fixture.owner) if person is None else None
    decision_input = DecisionInput(
        text=fixture.text,
        numbers=tuple(ActionCode(number) for number in fixture.numbers),
        owner_id=person.pk if person else None,
        owner_body_id=membership.organisation_id if membership else body.pk if body else None,
        due_on=fixture.due_on,
        expected_effect=fixture.effect,
        check_on=fixture.check_on,
    )
    return int(
        take_decision(actor=pilot, committee=committee, decision_input=decision_input, on=committee.held_on).number
    )


def _load_decision_events(pilot: Actor, plan: Plan, number: int, fixture: DecisionFixture, until: date | None) -> None:
    decision = decision_by_number(actor=pilot, plan=plan, number=number)
    for kind, happened_on, note in fixture.steps:
        if until and happened_on > until:
            continue
        postponed = kind is Kind.POSTPONED
        check_on = (
            fixture.moved_to + timedelta(days=30) if postponed and fixture.moved_to and fixture.check_on else None
        )
        record_decision_event(
            actor=pilot,
            decision=decision,
            kind=kind,
            happened_on=happened_on,
            on=happened_on,
            note=note,
            due_on=fixture.moved_to if postponed else None,
            check_on=check_on,
        )


def _past_committee(on: date) -> CommitteeFixture:
    """Held ten weeks ago: one decision is late, one to check, one soon due, one done with an observed effect."""
    held_on = on - timedelta(days=70)

    def after(days: int) -> date:
        return held_on + timedelta(days=days)

    lead, other = "porteur@pacte.example", "porteur-dpof@pacte.example"
    return CommitteeFixture(
        f"Comité de pilotage du {format_day(held_on)}",
        held_on,
        _agenda_points("Entrées de la rentrée", "Suites des décisions"),
        (
            DecisionFixture(
                "Avancer d’un mois la publication des lots de printemps.", (1,), lead, after(45),
                "Des sessions qui ouvrent en mars.", after(120),
                ((Kind.PROGRESS, after(30), "Un lot sur deux est publié."),),
            ),
            DecisionFixture(
                "Appeler les candidats la veille de l’entrée.", (1,), other, after(21), "Moins de places perdues.",
                after(63), ((Kind.DONE, after(18), "Les organismes appellent depuis octobre."),),
            ),
            DecisionFixture(
                "Proposer deux journées d’accueil de plus dans l’Indre.", (4,), "Région", after(78), "", None,
                ((Kind.PROGRESS, after(50), "Une date est fixée."),),
            ),
            DecisionFixture(
                "Donner aux conseillers la liste des places libres chaque lundi.", (1, 6), "Région", after(14),
                "Des orientations vers des places qui existent.", after(56),
                (
                    (Kind.DONE, after(12), "La liste part chaque lundi."),
                    (Kind.EFFECT_SEEN, after(58), "Une place libre sur quatre est reprise dans la semaine."),
                ),
            ),
            DecisionFixture(
                "Ouvrir les visites de plateaux aux collégiens.", (2,), other, after(40), "", None,
                ((Kind.ABANDONED, after(25), "Les assurances des plateaux ne le permettent pas."),),
            ),
        ),
    )  # fmt: skip


def _plan_next_committee(pilot: Actor, plan: Plan, on: date) -> None:
    """The committee of the open round; three weeks from now without an open round."""
    running = next((line for line in round_summaries(actor=pilot, plan=plan) if line.is_open), None)
    held_on = running.committee_on if running else on + timedelta(days=21)
    planned = plan_committee(
        actor=pilot,
        plan=plan,
        title=f"Comité de pilotage du {format_day(held_on)}",
        held_on=held_on,
        starts_at=time(14),
        place=_PLACE,
        round_number=running.number if running else None,
    )
    set_agenda(
        actor=pilot, committee=planned, points=_agenda_points("Lots 7 et 8 : ouvrir en mars", "Suites des décisions")
    )


def _agenda_points(first: str, last: str) -> tuple[AgendaPoint, ...]:
    return (
        AgendaPoint("Tour des actions", AgendaKind.DISCUSSION, PILOT, 30),
        AgendaPoint(first, AgendaKind.DECISION, "Julien Ferrand", 25, ActionCode(1)),
        AgendaPoint("Où en est l’argent", AgendaKind.INFORMATION, "Odile Vasseur", 20),
        AgendaPoint(last, AgendaKind.INFORMATION, PILOT, 15),
    )
