"""Invented rounds: the four of 2020 on the real plan, one open now on the invented plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name, person_by_email, service_by_code
from pacte.accounts.services import add_membership, create_person
from pacte.demo.action_lead_fixtures import ACTION_LEADS
from pacte.demo.open_round import build_open_round
from pacte.demo.round_fixture_types import ActionYearFixture
from pacte.demo.round_fixtures import ACTIONS_1_TO_19
from pacte.demo.round_fixtures_from_action_20 import ACTIONS_20_TO_39
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

STORIES = (*ACTIONS_1_TO_19, *ACTIONS_20_TO_39)
PILOT = "Claire Aubry"

_REQUEST_TEXT = "Demande fictive : dites ce qui a changé depuis le dernier comité, et ce que vous attendez de lui."


@dataclass(frozen=True, slots=True)
class _RoundDates:
    label: str
    opened_on: date
    due_on: date
    committee_on: date


ROUND_DATES = (
    _RoundDates("Comité de mars 2020", date(2020, 2, 24), date(2020, 3, 9), date(2020, 3, 12)),
    _RoundDates("Comité de juin 2020", date(2020, 5, 25), date(2020, 6, 15), date(2020, 6, 24)),
    _RoundDates("Comité de septembre 2020", date(2020, 9, 1), date(2020, 9, 17), date(2020, 9, 24)),
    _RoundDates("Comité de décembre 2020", date(2020, 11, 9), date(2020, 11, 30), date(2020, 12, 9)),
)


def load_rounds(*, actor: Actor, plan: Plan, since: date, on: date) -> None:
    """Once: a plan with rounds is left unchanged. Must run as the system actor, after the second plan."""
    if not round_summaries(actor=actor, plan=plan):
        _appoint_action_leads(actor, plan, since)
        import_past_rounds(actor=actor, plan=plan, rounds=list(_past_rounds()))
    second = plan_by_code(actor=actor, code=SECOND_CODE)
    if not round_summaries(actor=actor, plan=second):
        import_past_rounds(actor=actor, plan=second, rounds=[build_open_round(on, PILOT, _REQUEST_TEXT)])


def _appoint_action_leads(actor: Actor, plan: Plan, since: date) -> None:
    region = organisation_by_name("Région")
    for leader in ACTION_LEADS:
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


def _past_rounds() -> Iterator[PastRound]:
    for rank, round_dates in enumerate(ROUND_DATES):
        before = ROUND_DATES[rank - 1].due_on if rank else date(2020, 1, 1)
        yield PastRound(
            label=round_dates.label,
            opened_on=round_dates.opened_on,
            due_on=round_dates.due_on,
            committee_on=round_dates.committee_on,
            closed_on=round_dates.due_on + timedelta(days=2),
            pilot=PILOT,
            instructions=_REQUEST_TEXT,
            answers=tuple(_answer(fixture, rank, round_dates) for fixture in STORIES),
            steps=tuple(
                step for fixture in STORIES for step in _steps(fixture, before, round_dates.due_on, first=not rank)
            ),
            values=tuple(_values(rank, round_dates)),
            risks=tuple(_risks(rank, round_dates)),
            remarks=tuple(_remarks(rank, round_dates)),
        )


def _answer(fixture: ActionYearFixture, rank: int, round_dates: _RoundDates) -> PastAnswer:
    weather = fixture.weather(rank)
    if weather is Weather.NONE:
        return PastAnswer(fixture.code, AnswerState.AWAITED)
    return PastAnswer(
        number=fixture.code,
        state=AnswerState.ACCEPTED,
        weather=weather,
        word=fixture.comments[rank],
        decision_asked=fixture.decision if rank == len(ROUND_DATES) - 1 else "",
        sent_on=round_dates.due_on - timedelta(days=fixture.number % 8),
    )


def _steps(fixture: ActionYearFixture, after: date, until: date, *, first: bool) -> Iterator[PastMilestoneEvent]:
    """Milestone events since the last round. All milestones are set before the first one."""
    keys = {milestone.title: f"{fixture.number}:{milestone.title}" for milestone in fixture.milestones}
    for milestone in fixture.milestones:
        key = keys[milestone.title]
        if first:
            waits = (keys[milestone.after],) if milestone.after else ()
            yield PastMilestoneEvent(
                key, fixture.code, MilestoneEventKind.SET, date(2020, 1, 15), milestone.title, milestone.due, waits
            )
        moved_on = milestone.due - timedelta(days=5)
        if milestone.moved_to and after < moved_on <= until:
            yield PastMilestoneEvent(
                key,
                fixture.code,
                MilestoneEventKind.MOVED,
                moved_on,
                due_on=milestone.moved_to,
                reason=milestone.move_reason,
            )
        if milestone.done and after < milestone.done <= until:
            yield PastMilestoneEvent(key, fixture.code, MilestoneEventKind.DONE, milestone.done)


def _values(rank: int, round_dates: _RoundDates) -> Iterator[PastValue]:
    for fixture in STORIES:
        amount = fixture.amount(rank)
        if fixture.value and amount is not None:
            on = round_dates.due_on - timedelta(days=fixture.number % 8)
            proof = f"Tableau de suivi fictif n° {fixture.number}-{rank + 1}" if fixture.number % 5 else ""
            yield PastValue(fixture.code, fixture.value[0], amount, fixture.value[1], on, proof)


def _risks(rank: int, round_dates: _RoundDates) -> Iterator[PastRisk]:
    if rank == 1:
        for fixture in STORIES:
            if fixture.risk:
                title, level, response = fixture.risk
                yield PastRisk(fixture.code, title, level, response, round_dates.due_on)


def _remarks(rank: int, round_dates: _RoundDates) -> Iterator[PastRemark]:
    reminded = round_dates.due_on - timedelta(days=7)
    for fixture in STORIES:
        if fixture.weather(rank) is not Weather.NONE and fixture.number % 8 < 6:
            text = "Rappel envoyé, 7 j avant la date."
            yield PastRemark(fixture.code, RemarkKind.REMINDER, text, reminded, "rappels", RoundReminder.WEEK)
    if rank == 3:
        text = "Trois seulement d’après le marché ; à vérifier avec la DFP."
        yield PastRemark(
            ActionCode(2), RemarkKind.COMMENT, text, round_dates.due_on, PILOT, "formations certifiantes rénovées"
        )
