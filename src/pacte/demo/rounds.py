"""Invented rounds: those of the real plan by that day, and one open now on the invented plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name, person_by_email, service_by_code
from pacte.accounts.services import add_membership, create_person
from pacte.demo.second_plan import second_plan
from pacte.demo.stories.directory import action_lead_stories
from pacte.demo.stories.steering_rounds import ActionYearStory, RoundDates, RoundStories, open_round, round_stories
from pacte.kernel.actor import Role
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


_READ_WITHIN = 1  # days
_DECISIONS_RANK = 3  # the round, by its rank, in which leads ask for decisions


def load_rounds(*, actor: Actor, plan: Plan, since: date, on: date) -> None:
    """Once: a plan with rounds is left unchanged. Must run as the system actor, after the second plan, if any."""
    if not round_summaries(actor=actor, plan=plan):
        _appoint_action_leads(actor, plan, since)
        import_past_rounds(actor=actor, plan=plan, rounds=list(_past_rounds(round_stories(), on)))
    second = second_plan(actor=actor)
    if second and not round_summaries(actor=actor, plan=second):
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


def _past_rounds(stories: RoundStories, today: date) -> Iterator[PastRound]:
    """Those opened by that day, as they stand: the last one may still be open."""
    before = date(2020, 1, 1)
    for rank, dates in enumerate(stories.rounds):
        if dates.opened_on > today:
            return
        until = min(dates.due_on, today)
        closed_on = dates.due_on + timedelta(days=2)
        yield PastRound(
            label=dates.label,
            opened_on=dates.opened_on,
            due_on=dates.due_on,
            committee_on=dates.committee_on,
            closed_on=closed_on if closed_on <= today else None,
            pilot=stories.pilot,
            instructions=stories.instructions,
            answers=tuple(_answer(story, rank, dates, before, today) for story in stories.actions),
            steps=tuple(step for story in stories.actions for step in _steps(story, before, until, first=not rank)),
            values=(*_values(stories, rank, dates, today), *_unit_values(stories, rank, dates, today)),
            risks=tuple(_risks(stories, rank, until)),
            remarks=tuple(_remarks(stories, rank, dates, today)),
        )
        before = dates.due_on


def _answer(story: ActionYearStory, rank: int, dates: RoundDates, before: date, today: date) -> PastAnswer:
    """The pilot reads an answer within two days."""
    weather, sent_on = story.weather_of(rank), dates.sent_on(story.number)
    if weather is Weather.NONE or sent_on > today:
        return PastAnswer(story.code, AnswerState.AWAITED)
    return PastAnswer(
        number=story.code,
        state=AnswerState.ACCEPTED if (today - sent_on).days > _READ_WITHIN else AnswerState.SENT,
        weather=weather,
        word=story.comment_on(rank, before, sent_on),
        decision_asked=story.decision if rank == _DECISIONS_RANK else "",
        sent_on=sent_on,
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
        if milestone.reached_on and after < milestone.reached_on <= until:
            yield PastMilestoneEvent(key, story.code, MilestoneEventKind.DONE, milestone.reached_on)


def _values(stories: RoundStories, rank: int, dates: RoundDates, today: date) -> Iterator[PastValue]:
    for story in stories.actions:
        amount, on = story.amount(rank), dates.sent_on(story.number)
        if story.value and amount is not None and on <= today:
            proof = f"Tableau de suivi fictif n° {story.number}-{rank + 1}" if story.number % 5 else ""
            yield PastValue(story.code, story.value.what, amount, story.value.unit, on, proof, story.value.indicator)


def _unit_values(stories: RoundStories, rank: int, dates: RoundDates, today: date) -> Iterator[PastValue]:
    sent_on = {story.code: dates.sent_on(story.number) for story in stories.actions}
    for each in stories.unit_values:
        on = sent_on[each.action]
        if each.rank == rank and on <= today:
            yield PastValue(
                each.action, each.what, Decimal(each.value), each.unit, on, each.proof, each.indicator,
                each.about_key, each.about_label,
            )  # fmt: skip


def _risks(stories: RoundStories, rank: int, on: date) -> Iterator[PastRisk]:
    if rank == 1:
        for story in stories.actions:
            if story.risk:
                risk = story.risk
                yield PastRisk(story.code, risk.title, risk.level, risk.response, on)


def _remarks(stories: RoundStories, rank: int, dates: RoundDates, today: date) -> Iterator[PastRemark]:
    """Those who have not answered a week before the round is due are reminded."""
    reminded = dates.due_on - timedelta(days=7)
    if reminded > today:
        return
    for story in stories.actions:
        if story.weather_of(rank) is not Weather.NONE and dates.sent_on(story.number) >= reminded:
            text = "Rappel envoyé, 7 j avant la date."
            yield PastRemark(story.code, RemarkKind.REMINDER, text, reminded, "rappels", RoundReminder.WEEK)
    if rank == _DECISIONS_RANK:
        remark = stories.remark
        yield PastRemark(remark.action, RemarkKind.COMMENT, remark.text, reminded, stories.pilot, remark.about)
