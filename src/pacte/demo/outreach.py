"""Winners of the national call in the invented region: their contacts, counted, and the people whom they bring."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pacte.demo.case_files import load_files
from pacte.demo.queries.newcomers import has_origins, newcomers
from pacte.demo.stories.case_files import CaseFileStories
from pacte.demo.stories.outreach import OutreachStories, OutreachWinnerStory, outreach_stories
from pacte.indicators.records.series_input import SeriesPointInput
from pacte.indicators.services import add_points, save_series
from pacte.kernel.clock import clock_stopped_on
from pacte.plan.queries.territory import plan_region_code
from pacte.procedures.queries import case_by_number
from pacte.procedures.queries.outreach import outreach_winners
from pacte.procedures.records.outreach import OutreachInput
from pacte.procedures.services.outreach import record_outreach
from pacte.reference.queries import places_of_kind
from pacte.reference.records import ZoneKind
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
    _load_series(actor, plan, stories, on)
    known = {each.name: each for each in outreach_winners(actor=actor, host_id=plan.organisation_id)}
    brought = 0
    for story in stories.winners:
        if winner := known.get(story.consortium):
            _count_rounds(actor, plan, stories, story, winner.number, on)
            brought += _bring(actor, story, winner.case_id, stories.people)
    return brought


def _load_series(actor: Actor, plan: Plan, stories: OutreachStories, on: date) -> None:
    """Estimates of the last year that had ended, by department."""
    inhabited: Counter[str] = Counter()
    for place in places_of_kind(ZoneKind.COMMUNE, region_code=plan_region_code(plan)):
        inhabited[place.department_code] += place.population or 0
    first, last = date(on.year - 1, 1, 1), date(on.year - 1, 12, 31)
    points = [
        SeriesPointInput(
            ZoneKind.DEPARTMENT.value, code, first, last, Decimal(people),
            margin=Decimal(round(people * stories.margin_share / 100)),
        )
        for code, inhabitants in sorted(inhabited.items())
        for people in (round(inhabitants * stories.out_of_work_share / 1_000),)
    ]  # fmt: skip
    series = save_series(actor=actor, host=plan.organisation, data=stories.out_of_work)
    add_points(actor=actor, series=series, points=points, source_label=stories.out_of_work.source)


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
