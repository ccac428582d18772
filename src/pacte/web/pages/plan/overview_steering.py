"""What the steering adds to the overview: weather, milestones, declared figures, the next committee, what moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from pacte.kernel.action_codes import ActionCode
from pacte.plan.queries import LeadStatus, action_leads
from pacte.steering.queries.committees import next_committees, past_committee_days
from pacte.steering.queries.rounds import RoundSummary, round_summaries
from pacte.steering.queries.tracking import LatestValue, latest_value_by_action, milestones_by_action
from pacte.steering.queries.weather import ActionWeather, weather_by_action
from pacte.steering.records import MilestoneSummary
from pacte.steering.records.meetings import CommitteeSummary
from pacte.web.pages.plan.participants import may_follow_rounds
from pacte.web.pages.plan.version_page import VersionPage


@dataclass(frozen=True, slots=True)
class CommitteeOutlook:
    """The next committee, with the round that prepares it; the addresses are of their pages."""

    committee: CommitteeSummary
    round: RoundSummary | None
    url: str
    round_url: str
    pack_url: str


@dataclass(frozen=True, slots=True)
class PlanSteering:
    """All by action number; empty for the public. ``since``: the last committee, from which ``moved`` counts.

    ``departures``: who left an action that nobody took over, and when.
    """

    weather: Mapping[ActionCode, ActionWeather] = field(default_factory=dict)
    declared: Mapping[ActionCode, LatestValue] = field(default_factory=dict)
    milestones: Mapping[ActionCode, list[MilestoneSummary]] = field(default_factory=dict)
    departures: Mapping[ActionCode, tuple[str, date | None]] = field(default_factory=dict)
    committee: CommitteeOutlook | None = None
    since: date | None = None
    moved: frozenset[ActionCode] = frozenset()


def load_plan_steering(page: VersionPage) -> PlanSteering:
    """A constant number of queries, none for the public. The committee is of today: a past day has none to come."""
    if not may_follow_rounds(page):
        return PlanSteering(departures=_departures(page))
    actor, plan, on = page.actor, page.plan, page.on
    weather = weather_by_action(actor=actor, plan=plan, on=on)
    declared = latest_value_by_action(actor=actor, plan=plan, known_at=page.recorded_before)
    milestones = milestones_by_action(actor=actor, plan=plan, on=on)
    since = next(iter(past_committee_days(actor=actor, plan=plan, before=on, most=1)), None)
    before = weather_by_action(actor=actor, plan=plan, on=since) if since else {}
    return PlanSteering(
        weather, declared, milestones, _departures(page),
        committee=_committee(page) if page.requested_day is None else None,
        since=since,
        moved=_moved(since, weather, before, declared, milestones) if since else frozenset(),
    )  # fmt: skip


def _moved(
    since: date,
    weather: Mapping[ActionCode, ActionWeather],
    before: Mapping[ActionCode, ActionWeather],
    declared: Mapping[ActionCode, LatestValue],
    milestones: Mapping[ActionCode, list[MilestoneSummary]],
) -> frozenset[ActionCode]:
    """Actions whose weather is another one, or with a milestone touched or a figure declared after that day."""
    return frozenset({
        *(number for number, each in weather.items() if number not in before or before[number].weather != each.weather),
        *(number for number, each in declared.items() if each.happened_on > since),
        *(
            number
            for number, lines in milestones.items()
            if any(step.happened_on > since for line in lines for step in line.steps)
        ),
    })  # fmt: skip


def _committee(page: VersionPage) -> CommitteeOutlook | None:
    committee = next_committees(actor=page.actor, on=page.on).get(page.plan.code)
    if committee is None:
        return None
    rounds = round_summaries(actor=page.actor, plan=page.plan)
    prepares = next((each for each in rounds if each.number == committee.round_number), None)
    prepares = prepares or next((each for each in rounds if each.is_open), None)
    return CommitteeOutlook(
        committee, prepares,
        url=reverse("committees:page", args=[page.plan.code, committee.number]),
        round_url=reverse("rounds:round", args=[prepares.round_id]) if prepares else "",
        pack_url=reverse("committees:pack", args=[page.plan.code, committee.number]) if committee.has_pack else "",
    )  # fmt: skip


def _departures(page: VersionPage) -> dict[ActionCode, tuple[str, date | None]]:
    if not page.sees_people:
        return {}
    return {
        line.number: (line.name, line.left_on)
        for line in action_leads(actor=page.actor, version=page.version, on=page.on)
        if line.status is LeadStatus.VACANT
    }
