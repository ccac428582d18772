"""Invented rounds: the four of 2020 on the real plan, one open now on the invented plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name, person_by_email, service_by_code
from pacte.accounts.services import add_membership, create_person
from pacte.demo.rounds_now import open_now
from pacte.demo.rounds_people import LEADERS
from pacte.demo.rounds_story import Story
from pacte.demo.rounds_told import FIRST_HALF
from pacte.demo.rounds_told_next import SECOND_HALF
from pacte.demo.second_plan import CODE as SECOND_CODE
from pacte.kernel.action_codes import ActionCode
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

TOLD = (*FIRST_HALF, *SECOND_HALF)
PILOT = "Claire Aubry"

_ASKED = "Demande fictive : dites ce qui a changé depuis le dernier comité, et ce que vous attendez de lui."


@dataclass(frozen=True, slots=True)
class _Season:
    label: str
    opened_on: date
    due_on: date
    committee_on: date


SEASONS = (
    _Season("Comité de mars 2020", date(2020, 2, 24), date(2020, 3, 9), date(2020, 3, 12)),
    _Season("Comité de juin 2020", date(2020, 5, 25), date(2020, 6, 15), date(2020, 6, 24)),
    _Season("Comité de septembre 2020", date(2020, 9, 1), date(2020, 9, 17), date(2020, 9, 24)),
    _Season("Comité de décembre 2020", date(2020, 11, 9), date(2020, 11, 30), date(2020, 12, 9)),
)


def load_rounds(*, actor: Actor, plan: Plan, since: date, on: date) -> None:
    """Once: a plan with rounds is left unchanged. Must run as the system actor, after the second plan."""
    if not round_summaries(actor=actor, plan=plan):
        _name_leaders(actor, plan, since)
        import_past_rounds(actor=actor, plan=plan, rounds=list(_year()))
    second = plan_by_code(actor=actor, code=SECOND_CODE)
    if not round_summaries(actor=actor, plan=second):
        import_past_rounds(actor=actor, plan=second, rounds=[open_now(on, PILOT, _ASKED)])


def _name_leaders(actor: Actor, plan: Plan, since: date) -> None:
    region = organisation_by_name("Région")
    for leader in LEADERS:
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
            appoint_action_lead(
                actor=actor, plan=plan, number=ActionCode(number), organisation_id=body.pk, person=person, on=since
            )


def _year() -> Iterator[PastRound]:
    for rank, season in enumerate(SEASONS):
        before = SEASONS[rank - 1].due_on if rank else date(2020, 1, 1)
        yield PastRound(
            label=season.label,
            opened_on=season.opened_on,
            due_on=season.due_on,
            committee_on=season.committee_on,
            closed_on=season.due_on + timedelta(days=2),
            pilot=PILOT,
            instructions=_ASKED,
            answers=tuple(_answer(story, rank, season) for story in TOLD),
            steps=tuple(step for story in TOLD for step in _steps(story, before, season.due_on, first=not rank)),
            values=tuple(_values(rank, season)),
            risks=tuple(_risks(rank, season)),
            remarks=tuple(_remarks(rank, season)),
        )


def _answer(story: Story, rank: int, season: _Season) -> PastAnswer:
    weather = story.weather(rank)
    if weather is Weather.NONE:
        return PastAnswer(story.code, AnswerState.AWAITED)
    return PastAnswer(
        number=story.code,
        state=AnswerState.ACCEPTED,
        weather=weather,
        word=story.words[rank],
        decision_asked=story.decision if rank == len(SEASONS) - 1 else "",
        sent_on=season.due_on - timedelta(days=story.number % 8),
    )


def _steps(story: Story, after: date, until: date, *, first: bool) -> Iterator[PastMilestoneEvent]:
    """Milestone events since the last round. All milestones are set before the first one."""
    keys = {stone.title: f"{story.number}:{stone.title}" for stone in story.stones}
    for stone in story.stones:
        key = keys[stone.title]
        if first:
            waits = (keys[stone.after],) if stone.after else ()
            yield PastMilestoneEvent(
                key, story.code, MilestoneEventKind.SET, date(2020, 1, 15), stone.title, stone.due, waits
            )
        moved_on = stone.due - timedelta(days=5)
        if stone.moved_to and after < moved_on <= until:
            yield PastMilestoneEvent(
                key, story.code, MilestoneEventKind.MOVED, moved_on, due_on=stone.moved_to, reason=stone.why
            )
        if stone.done and after < stone.done <= until:
            yield PastMilestoneEvent(key, story.code, MilestoneEventKind.DONE, stone.done)


def _values(rank: int, season: _Season) -> Iterator[PastValue]:
    for story in TOLD:
        amount = story.amount(rank)
        if story.value and amount is not None:
            on = season.due_on - timedelta(days=story.number % 8)
            proof = f"Tableau de suivi fictif n° {story.number}-{rank + 1}" if story.number % 5 else ""
            yield PastValue(story.code, story.value[0], amount, story.value[1], on, proof)


def _risks(rank: int, season: _Season) -> Iterator[PastRisk]:
    if rank == 1:
        for story in TOLD:
            if story.risk:
                title, level, response = story.risk
                yield PastRisk(story.code, title, level, response, season.due_on)


def _remarks(rank: int, season: _Season) -> Iterator[PastRemark]:
    reminded = season.due_on - timedelta(days=7)
    for story in TOLD:
        if story.weather(rank) is not Weather.NONE and story.number % 8 < 6:
            text = "Rappel envoyé, 7 j avant la date."
            yield PastRemark(story.code, RemarkKind.REMINDER, text, reminded, "rappels", RoundReminder.WEEK)
    if rank == 3:
        text = "Trois seulement d’après le marché ; à vérifier avec la DFP."
        yield PastRemark(
            ActionCode(2), RemarkKind.COMMENT, text, season.due_on, PILOT, "formations certifiantes rénovées"
        )
