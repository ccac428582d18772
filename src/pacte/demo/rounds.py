"""Invented rounds: the four of 2020 on the real plan, one open now on the invented plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name, person_by_email, service_by_code
from pacte.accounts.services import add_membership, create_person
from pacte.demo.second_plan import CODE as SECOND_CODE
from pacte.demo.stories.directory import action_lead_stories
from pacte.demo.stories.steering_rounds import ActionYearStory, RoundDates, RoundStories, open_round, round_stories
from pacte.kernel.actor import Role
from pacte.plan.queries import plan_by_code
from pacte.plan.services import appoint_action_lead
from pacte.steering.queries.rounds import round_summaries
from pacte.steering.records import AnswerState, MilestoneEventKind, RemarkKind, RoundReminder, Weather
from pacte.steering.records.past_rounds import (
    PastAnswer,
    PastMilestoneEvent,
    PastRemark,
    PastRisk,
    PastRound,
    PastValue,
)
from pacte.steering.services.past_rounds import import_past_rounds

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan


def load_rounds(*, actor: Actor, plan: Plan, since: date, on: date) -> None:
    """Once: a plan with rounds is left unchanged. Must run as the system actor, after the second plan."""
    if not round_summaries(actor=actor, plan=plan):
        _appoint_action_leads(actor, plan, since)
        import_past_rounds(actor=actor, plan=plan, rounds=list(_past_rounds(round_stories())))
    second = plan_by_code(actor=actor, code=SECOND_CODE)
    if not round_summaries(actor=actor, plan=second):
        import_past_rounds(actor=actor, plan=second, rounds=[open_round(on)])


def _appoint_action_leads(actor: Actor, plan: Plan, since: date) -> None:
    region = organisation_by_name("Région")
    for leader in action_lead_stories():
        body = organisation_by_name(leader.body)
        if body is None or region is None or person_by_email(leader.email):
            continue
        person = create_person(
            actor=actor, email=leader.email, first_name=leader.first_name, last_name=leader.last_name, synthetic=True
        )
        add_membership(
            actor=actor, person=person, organisation=body, host=region, role=Role.ACTION_LEAD,
            service=service_by_code(body, leader.service) if leader.service else None, valid_from=since,
        )  # fmt: skip
        for number in leader.leads:
            appoint_action_lead(actor=actor, plan=plan, number=number, organisation_id=body.pk, person=person, on=since)


def _past_rounds(stories: RoundStories) -> Iterator[PastRound]:
    for rank, round_dates in enumerate(stories.rounds):
        before = stories.rounds[rank - 1].due_on if rank else date(2020, 1, 1)
        yield PastRound(
            label=round_dates.label,
            opened_on=round_dates.opened_on,
            due_on=round_dates.due_on,
            committee_on=round_dates.committee_on,
            closed_on=round_dates.due_on + timedelta(days=2),
            pilot=stories.pilot,
            instructions=stories.instructions,
            answers=tuple(
                _answer(story, rank, round_dates, is_last=rank == len(stories.rounds) - 1) for story in stories.actions
            ),
            steps=tuple(
                step for story in stories.actions for step in _steps(story, before, round_dates.due_on, first=not rank)
            ),
            values=tuple(_values(stories, rank, round_dates)),
            risks=tuple(_risks(stories, rank, round_dates)),
            remarks=tuple(_remarks(stories, rank, round_dates)),
        )


def _answer(story: ActionYearStory, rank: int, round_dates: RoundDates, *, is_last: bool) -> PastAnswer:
    weather = story.weather_of(rank)
    if weather is Weather.NONE:
        return PastAnswer(story.code, AnswerState.AWAITED)
    return PastAnswer(
        number=story.code,
        state=AnswerState.ACCEPTED,
        weather=weather,
        word=story.comments[rank],
        decision_asked=story.decision if is_last else "",
        sent_on=round_dates.due_on - timedelta(days=story.number % 8),
    )


def _steps(story: ActionYearStory, after: date, until: date, *, first: bool) -> Iterator[PastMilestoneEvent]:
    """Milestone events since the last round. All milestones are set before the first one."""
    keys = {milestone.title: f"{story.number}:{milestone.title}" for milestone in story.milestones}
    for milestone in story.milestones:
        key = keys[milestone.title]
        if first:
            waits = (keys[milestone.after],) if milestone.after else ()
            yield PastMilestoneEvent(
                key, story.code, MilestoneEventKind.SET, date(2020, 1, 15), milestone.title, milestone.due, waits
            )
        moved_on = milestone.due - timedelta(days=5)
        if milestone.moved_to and after < moved_on <= until:
            yield PastMilestoneEvent(
                key,
                story.code,
                MilestoneEventKind.MOVED,
                moved_on,
                due_on=milestone.moved_to,
                reason=milestone.move_reason,
            )
        if milestone.done and after < milestone.done <= until:
            yield PastMilestoneEvent(key, story.code, MilestoneEventKind.DONE, milestone.done)


def _values(stories: RoundStories, rank: int, round_dates: RoundDates) -> Iterator[PastValue]:
    for story in stories.actions:
        amount = story.amount(rank)
        if story.value and amount is not None:
            on = round_dates.due_on - timedelta(days=story.number % 8)
            proof = f"Tableau de suivi fictif n° {story.number}-{rank + 1}" if story.number % 5 else ""
            yield PastValue(story.code, story.value.what, amount, story.value.unit, on, proof)


def _risks(stories: RoundStories, rank: int, round_dates: RoundDates) -> Iterator[PastRisk]:
    if rank == 1:
        for story in stories.actions:
            if story.risk:
                risk = story.risk
                yield PastRisk(story.code, risk.title, risk.level, risk.response, round_dates.due_on)


def _remarks(stories: RoundStories, rank: int, round_dates: RoundDates) -> Iterator[PastRemark]:
    reminded = round_dates.due_on - timedelta(days=7)
    for story in stories.actions:
        if story.weather_of(rank) is not Weather.NONE and story.number % 8 < 6:
            text = "Rappel envoyé, 7 j avant la date."
            yield PastRemark(story.code, RemarkKind.REMINDER, text, reminded, "rappels", RoundReminder.WEEK)
    if rank == 3:
        remark, on = stories.remark, round_dates.due_on
        yield PastRemark(remark.action, RemarkKind.COMMENT, remark.text, on, stories.pilot, remark.about)
