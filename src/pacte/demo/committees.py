"""Invented committees: four in 2020 on the real plan; on the invented plan, one held and one planned.

The planned one is the committee of the open round.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name, person_by_email
from pacte.demo.second_plan import CODE as SECOND_CODE
from pacte.demo.stories.committee_meetings import (
    CommitteeStory,
    DecisionStory,
    committee_stories,
    second_plan_committees,
)
from pacte.kernel.actor import system_actor
from pacte.plan.queries import content_of_version, plan_by_code, version_on
from pacte.steering.queries.committees import committee_by_number, committee_summaries
from pacte.steering.queries.decisions import decision_by_number
from pacte.steering.queries.rounds import RoundSummary, round_summaries
from pacte.steering.records.enums import DecisionEventKind as Kind
from pacte.steering.services.committees import plan_committee, set_agenda
from pacte.steering.services.decisions import DecisionInput, record_decision_event, take_decision
from pacte.steering.services.statements import issue_statement
from pacte.workflows.committee_pack import make_committee_pack

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.steering.models import Committee


def load_committees(*, actor: Actor, plan: Plan) -> None:
    """Load those of the real plan, once. Must run as the system actor, after the rounds and the facts."""
    if committee_summaries(actor=actor, plan=plan):
        return
    stories = committee_stories()
    rounds = {line.committee_on: line for line in round_summaries(actor=actor, plan=plan) if not line.is_open}
    for story in stories.committees:
        _load_committee(system_actor(stories.pilot), plan, story, stories.place, rounds.get(story.held_on))


def load_second_committees(*, actor: Actor, on: date) -> None:
    """Load those of the invented plan, once: they have no pack, so they do not need the facts."""
    second = plan_by_code(actor=actor, code=SECOND_CODE)
    if committee_summaries(actor=actor, plan=second):
        return
    stories = second_plan_committees(on)
    pilot, past = system_actor(stories.pilot), stories.past
    _load_committee(pilot, second, past.titled(past.held_on), stories.place, None, until=on)
    _plan_next_committee(pilot, second, stories.coming, stories.place)


def _load_committee(
    pilot: Actor,
    plan: Plan,
    story: CommitteeStory,
    place: str,
    round_summary: RoundSummary | None,
    *,
    until: date | None = None,
) -> None:
    """Plan, pack and hold a committee, issue its statement two days later, then load its follow-up."""
    planned = plan_committee(
        actor=pilot, plan=plan, title=story.title, held_on=story.held_on, starts_at=time(9, 30), place=place,
        round_number=round_summary.number if round_summary else None,
    )  # fmt: skip
    set_agenda(actor=pilot, committee=planned, points=story.points)
    committee = committee_by_number(actor=pilot, plan=plan, number=planned.number)
    if round_summary:
        make_committee_pack(actor=pilot, committee=committee, synthetic=True, as_of=story.held_on)
    numbers = [_take_decision(pilot, committee, each) for each in story.decisions]
    sent = story.held_on + timedelta(days=2)
    version = version_on(actor=pilot, plan=plan, on=story.held_on)
    content = content_of_version(version)
    issue_statement(
        actor=pilot, committee=committee, on=sent, version=version.label, synthetic=True,
        titles={each.number: each.short_title or each.title for each in content.actions},
    )  # fmt: skip
    for number, each in zip(numbers, story.decisions, strict=True):
        _load_decision_events(pilot, plan, number, each, until)


def _take_decision(pilot: Actor, committee: Committee, story: DecisionStory) -> int:
    person = person_by_email(story.owner)
    membership = person.memberships.order_by("pk").first() if person else None
    body = organisation_by_name(story.owner) if person is None else None
    decision_input = DecisionInput(
        text=story.text,
        numbers=story.actions,
        owner_id=person.pk if person else None,
        owner_body_id=membership.organisation_id if membership else body.pk if body else None,
        due_on=story.due_on,
        expected_effect=story.effect,
        check_on=story.check_on,
    )
    return int(
        take_decision(actor=pilot, committee=committee, decision_input=decision_input, on=committee.held_on).number
    )


def _load_decision_events(pilot: Actor, plan: Plan, number: int, story: DecisionStory, until: date | None) -> None:
    decision = decision_by_number(actor=pilot, plan=plan, number=number)
    for event in story.steps:
        if until and event.on > until:
            continue
        postponed = event.kind is Kind.POSTPONED
        check_on = story.moved_to + timedelta(days=30) if postponed and story.moved_to and story.check_on else None
        record_decision_event(
            actor=pilot,
            decision=decision,
            kind=event.kind,
            happened_on=event.on,
            on=event.on,
            note=event.note,
            due_on=story.moved_to if postponed else None,
            check_on=check_on,
        )


def _plan_next_committee(pilot: Actor, plan: Plan, story: CommitteeStory, place: str) -> None:
    """The committee of the open round, on its day; on that of the story without an open round."""
    running = next((line for line in round_summaries(actor=pilot, plan=plan) if line.is_open), None)
    coming = story.titled(running.committee_on if running else story.held_on)
    planned = plan_committee(
        actor=pilot,
        plan=plan,
        title=coming.title,
        held_on=coming.held_on,
        starts_at=time(14),
        place=place,
        round_number=running.number if running else None,
    )
    set_agenda(actor=pilot, committee=planned, points=coming.points)
