"""Winners of the national call in the invented region: their contacts, counted, and the people whom they bring."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.demo.case_files import load_files
from pacte.demo.queries.newcomers import has_origins, newcomers
from pacte.demo.stories.case_files import CaseFileStories
from pacte.demo.stories.outreach import OutreachStories, OutreachWinnerStory, outreach_stories
from pacte.kernel.clock import clock_stopped_on
from pacte.procedures.queries import case_by_number
from pacte.procedures.queries.outreach import outreach_winners
from pacte.procedures.records.outreach import OutreachInput
from pacte.procedures.services.outreach import record_outreach
from pacte.workflows.say_who_brought import say_who_brought

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan


def load_outreach(*, actor: Actor, plan: Plan, on: date) -> int:
    """Return how many people were brought. Must run as the system actor, before the facts are prepared."""
    if has_origins(actor=actor):
        return 0
    stories = outreach_stories()
    load_files(actor, plan, CaseFileStories(stories.pilot, stories.notice, stories.files), on)
    known = {each.name: each for each in outreach_winners(actor=actor, host_id=plan.organisation_id)}
    brought = 0
    for story in stories.winners:
        if winner := known.get(story.consortium):
            _count_rounds(actor, plan, stories, story, winner.number, on)
            brought += _bring(actor, story, winner.case_id, stories.people)
    return brought


def _count_rounds(
    actor: Actor, plan: Plan, stories: OutreachStories, story: OutreachWinnerStory, number: int, on: date
) -> None:
    case = case_by_number(actor=actor, plan=plan, number=number, on=on).case
    day, rank = story.won_on + timedelta(days=stories.every_days), 0
    while day <= on:
        each = story.rounds[rank % len(story.rounds)]
        # Some rounds meet fewer people.
        people, first_time = each.people - rank % 4, max(0, each.first_time - rank % 3)
        with clock_stopped_on(day):
            outreach = OutreachInput(day, each.commune, each.place, people, min(first_time, people))
            record_outreach(actor=actor, case=case, outreach=outreach)
        day, rank = day + timedelta(days=stories.every_days), rank + 1


def _bring(actor: Actor, story: OutreachWinnerStory, case_id: int, most: int) -> int:
    department = story.rounds[0].commune[:2]
    journeys = newcomers(actor=actor, department=department, since=story.won_on, most=most)
    for each in journeys:
        with clock_stopped_on(each.opened_on):
            say_who_brought(actor=actor, key=each.key, case_id=case_id, brought_on=None)
    return len(journeys)
