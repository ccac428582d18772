"""Invented committees: four in 2020 on the real plan; on the invented plan, one held and one planned.

The planned one is the committee of the open round.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name, person_by_email
from pacte.demo.committees_told import YEAR, ToldCommittee, ToldDecision
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
        for told in YEAR:
            _hold(pilot, plan, told, rounds.get(told.held_on))


def load_second_committees(*, actor: Actor, on: date) -> None:
    """Load those of the invented plan, once: they have no pack, so they do not need the facts."""
    pilot = system_actor(PILOT)
    second = plan_by_code(actor=actor, code=SECOND_CODE)
    if not committee_summaries(actor=actor, plan=second):
        _hold(pilot, second, _last_season(on), None, until=on)
        _plan_next(pilot, second, on)


def _hold(
    pilot: Actor, plan: Plan, told: ToldCommittee, line: RoundSummary | None, *, until: date | None = None
) -> None:
    """Plan, pack and hold a committee, issue its statement two days later, then load its follow-up."""
    made = plan_committee(
        actor=pilot, plan=plan, title=told.title, held_on=told.held_on, starts_at=time(9, 30), place=_PLACE,
        round_number=line.number if line else None,
    )  # fmt: skip
    set_agenda(actor=pilot, committee=made, points=told.points)
    committee = committee_by_number(actor=pilot, plan=plan, number=made.number)
    if line:
        make_committee_pack(actor=pilot, committee=committee, synthetic=True, as_of=told.held_on)
    numbers = [_decide(pilot, committee, each) for each in told.decisions]
    sent = told.held_on + timedelta(days=2)
    version = version_on(actor=pilot, plan=plan, on=told.held_on)
    content = content_of_version(version)
    issue_statement(
        actor=pilot, committee=committee, on=sent, version=version.label, synthetic=True,
        titles={each.number: each.short_title or each.title for each in content.actions},
    )  # fmt: skip
    for number, each in zip(numbers, told.decisions, strict=True):
        _follow(pilot, plan, number, each, until)


def _decide(pilot: Actor, committee: Committee, told: ToldDecision) -> int:
    person = person_by_email(told.owner)
    post = person.memberships.order_by("pk").first() if person else None
    body = organisation_by_name(told.owner) if person is None else None
    given = DecisionInput(
        text=told.text,
        numbers=tuple(ActionCode(number) for number in told.numbers),
        owner_id=person.pk if person else None,
        owner_body_id=post.organisation_id if post else body.pk if body else None,
        due_on=told.due_on,
        expected_effect=told.effect,
        check_on=told.check_on,
    )
    return int(take_decision(actor=pilot, committee=committee, decision_input=given, on=committee.held_on).number)


def _follow(pilot: Actor, plan: Plan, number: int, told: ToldDecision, until: date | None) -> None:
    decision = decision_by_number(actor=pilot, plan=plan, number=number)
    for kind, happened_on, note in told.steps:
        if until and happened_on > until:
            continue
        postponed = kind is Kind.POSTPONED
        check_on = told.moved_to + timedelta(days=30) if postponed and told.moved_to and told.check_on else None
        record_decision_event(
            actor=pilot,
            decision=decision,
            kind=kind,
            happened_on=happened_on,
            on=happened_on,
            note=note,
            due_on=told.moved_to if postponed else None,
            check_on=check_on,
        )


def _last_season(on: date) -> ToldCommittee:
    """Held ten weeks ago: one decision is late, one to check, one soon due, one done with an observed effect."""
    held = on - timedelta(days=70)

    def after(days: int) -> date:
        return held + timedelta(days=days)

    lead, other = "porteur@pacte.example", "porteur-dpof@pacte.example"
    return ToldCommittee(
        f"Comité de pilotage du {format_day(held)}",
        held,
        _points("Entrées de la rentrée", "Suites des décisions"),
        (
            ToldDecision(
                "Avancer d’un mois la publication des lots de printemps.", (1,), lead, after(45),
                "Des sessions qui ouvrent en mars.", after(120),
                ((Kind.PROGRESS, after(30), "Un lot sur deux est publié."),),
            ),
            ToldDecision(
                "Appeler les candidats la veille de l’entrée.", (1,), other, after(21), "Moins de places perdues.",
                after(63), ((Kind.DONE, after(18), "Les organismes appellent depuis octobre."),),
            ),
            ToldDecision(
                "Proposer deux journées d’accueil de plus dans l’Indre.", (4,), "Région", after(78), "", None,
                ((Kind.PROGRESS, after(50), "Une date est fixée."),),
            ),
            ToldDecision(
                "Donner aux conseillers la liste des places libres chaque lundi.", (1, 6), "Région", after(14),
                "Des orientations vers des places qui existent.", after(56),
                (
                    (Kind.DONE, after(12), "La liste part chaque lundi."),
                    (Kind.EFFECT_SEEN, after(58), "Une place libre sur quatre est reprise dans la semaine."),
                ),
            ),
            ToldDecision(
                "Ouvrir les visites de plateaux aux collégiens.", (2,), other, after(40), "", None,
                ((Kind.ABANDONED, after(25), "Les assurances des plateaux ne le permettent pas."),),
            ),
        ),
    )  # fmt: skip


def _plan_next(pilot: Actor, plan: Plan, on: date) -> None:
    """The committee of the open round; three weeks from now without an open round."""
    running = next((line for line in round_summaries(actor=pilot, plan=plan) if line.is_open), None)
    held = running.committee_on if running else on + timedelta(days=21)
    made = plan_committee(
        actor=pilot, plan=plan, title=f"Comité de pilotage du {format_day(held)}", held_on=held, starts_at=time(14),
        place=_PLACE, round_number=running.number if running else None,
    )  # fmt: skip
    set_agenda(actor=pilot, committee=made, points=_points("Lots 7 et 8 : ouvrir en mars", "Suites des décisions"))


def _points(first: str, last: str) -> tuple[AgendaPoint, ...]:
    return (
        AgendaPoint("Tour des actions", AgendaKind.DISCUSSION, PILOT, 30),
        AgendaPoint(first, AgendaKind.DECISION, "Julien Ferrand", 25, ActionCode(1)),
        AgendaPoint("Où en est l’argent", AgendaKind.INFORMATION, "Odile Vasseur", 20),
        AgendaPoint(last, AgendaKind.INFORMATION, PILOT, 15),
    )
