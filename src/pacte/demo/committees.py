"""Invented committees: those of the real plan by that day; on the invented plan, one held and one planned.

The planned one is the committee of the open round.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name, person_by_email
from pacte.demo.second_plan import IN_FORCE_ON, second_plan
from pacte.demo.stories.committee_meetings import (
    CommitteeStory,
    DecisionStory,
    committee_stories,
    second_plan_committees,
)
from pacte.demo.stories.known import known_by
from pacte.kernel.actor import system_actor
from pacte.plan.queries import content_of_version, version_on
from pacte.steering.queries.committees import committee_by_number, committee_summaries
from pacte.steering.queries.decisions import decision_by_number
from pacte.steering.queries.rounds import RoundSummary, round_summaries
from pacte.steering.records.enums import DecisionEventKind as Kind
from pacte.steering.services.committees import mark_committee_held, plan_committee, set_agenda
from pacte.steering.services.decisions import DecisionInput, record_decision_event, take_decision
from pacte.steering.services.statements import issue_statement
from pacte.workflows.committee_pack import make_committee_pack

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.steering.models import Committee


_MORNING, _AFTERNOON = time(9, 30), time(14)


def load_committees(*, actor: Actor, plan: Plan, on: date) -> None:
    """Load those of the real plan, once. Must run as the system actor, after the rounds and the facts."""
    if committee_summaries(actor=actor, plan=plan):
        return
    stories = known_by(committee_stories(), on)
    pilot = system_actor(stories.pilot)
    by_day = {story.held_on: story for story in stories.committees}
    for line in sorted(round_summaries(actor=actor, plan=plan), key=lambda each: each.committee_on):
        story = by_day.get(line.committee_on) or stories.usual.titled(line.committee_on)
        if line.committee_on > on:
            _plan_committee(pilot, plan, story, stories.place, line, _AFTERNOON)
        else:
            _load_committee(pilot, plan, story, stories.place, line, on)


def load_second_committees(*, actor: Actor, on: date) -> None:
    """Load those of the invented plan, once: they have no pack, so they do not need the facts."""
    second = second_plan(actor=actor)
    if second is None or committee_summaries(actor=actor, plan=second):
        return
    stories = known_by(second_plan_committees(on), on)
    pilot, past = system_actor(stories.pilot), stories.past
    if past.held_on >= IN_FORCE_ON:
        _load_committee(pilot, second, past.titled(past.held_on), stories.place, None, on)
    running = next((line for line in round_summaries(actor=actor, plan=second) if line.is_open), None)
    coming = stories.coming.titled(running.committee_on if running else stories.coming.held_on)
    _plan_committee(pilot, second, coming, stories.place, running, _AFTERNOON)


def _plan_committee(
    pilot: Actor, plan: Plan, story: CommitteeStory, place: str, round_summary: RoundSummary | None, at: time
) -> Committee:
    planned = plan_committee(
        actor=pilot, plan=plan, title=story.title, held_on=story.held_on, starts_at=at, place=place,
        round_number=round_summary.number if round_summary else None,
    )  # fmt: skip
    set_agenda(actor=pilot, committee=planned, points=story.points)
    return committee_by_number(actor=pilot, plan=plan, number=planned.number)


def _load_committee(
    pilot: Actor, plan: Plan, story: CommitteeStory, place: str, round_summary: RoundSummary | None, on: date
) -> None:
    """Plan, pack and hold a committee, issue its statement two days later, then load its follow-up."""
    committee = _plan_committee(pilot, plan, story, place, round_summary, _MORNING)
    if round_summary:
        make_committee_pack(actor=pilot, committee=committee, synthetic=True, as_of=story.held_on)
    numbers = [_take_decision(pilot, committee, each) for each in story.decisions]
    if not numbers:
        mark_committee_held(actor=pilot, committee=committee, on=story.held_on)
    sent = story.held_on + timedelta(days=2)
    if sent > on:
        return
    version = version_on(actor=pilot, plan=plan, on=story.held_on)
    content = content_of_version(version)
    issue_statement(
        actor=pilot, committee=committee, on=sent, version=version.label, synthetic=True,
        titles={each.number: each.short_title or each.title for each in content.actions},
    )  # fmt: skip
    for number, each in zip(numbers, story.decisions, strict=True):
        _load_decision_events(pilot, plan, number, each)


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


def _load_decision_events(pilot: Actor, plan: Plan, number: int, story: DecisionStory) -> None:
    decision = decision_by_number(actor=pilot, plan=plan, number=number)
    for event in story.steps:
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
