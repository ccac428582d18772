"""What is late or in alert among the actions of a plan, one line for each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pacte.indicators.records.evidence import ActionEvidence, EvidenceRow
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, format_percent
from pacte.plan.rules.trajectory import is_off_trajectory
from pacte.steering.records import MilestoneState, Weather
from pacte.web.charts.timeline import TimelineMilestoneState
from pacte.web.pages.plan.action_summaries import ActionSummary
from pacte.web.pages.plan.overview_steering import PlanSteering


class LateMilestone(NamedTuple):
    """Sorted by day: the longest overdue first."""

    due_on: date
    number: ActionCode
    label: str
    owner: str


class Alert(NamedTuple):
    """Why an action is to be looked at: behind its target, in alert, or left by who led it."""

    number: ActionCode
    text: str
    detail: str


def late_milestones(lines: Iterable[ActionSummary], steering: PlanSteering) -> list[LateMilestone]:
    """Deadlines that the plan prints and those of the leads, overdue, for the actions that run."""
    running = {line.number: line for line in lines if not line.is_ended}
    printed = (
        LateMilestone(each.on, line.number, each.label, line.leads_text or "porteur à désigner")
        for line in running.values()
        for each in line.calendar.milestones
        if each.state is TimelineMilestoneState.OVERDUE
    )
    led = (
        LateMilestone(each.due_on, number, each.title, each.owner or running[number].leads_text)
        for number, milestones in steering.milestones.items()
        if number in running
        for each in milestones
        if each.state is MilestoneState.LATE
    )
    return sorted((*printed, *led))


def action_alerts(
    lines: Iterable[ActionSummary],
    steering: PlanSteering,
    evidence: Mapping[ActionCode, ActionEvidence],
    elapsed: Decimal,
) -> list[Alert]:
    """One for each action: nobody acts, then behind a target, then the alert of its lead."""
    alerts: dict[ActionCode, Alert] = {}
    for line in (each for each in lines if not each.is_ended):
        alert = (
            _vacancy(line, steering)
            or next(_behind(line, evidence.get(line.number), elapsed), None)
            or _weather_alert(line, steering)
        )
        if alert:
            alerts[line.number] = alert
    return list(alerts.values())


def _vacancy(line: ActionSummary, steering: PlanSteering) -> Alert | None:
    if line.number not in steering.departures:
        return None
    name, left_on = steering.departures[line.number]
    day = f" le {format_day(left_on)}" if left_on else ""
    return Alert(line.number, line.name, f"vacante : {name} l’a quittée{day}")


def _behind(line: ActionSummary, evidence: ActionEvidence | None, elapsed: Decimal) -> Iterator[Alert]:
    rows = {(row.code, row.what): row for row in (evidence.rows if evidence else ()) if row.is_measured}
    for figure in line.targets:
        row = rows.get((figure.indicator_code, figure.what))
        if row and is_off_trajectory(figure, row.progress, row.units, elapsed):
            yield Alert(line.number, line.name, f"{figure.what} : {_pace(row, elapsed)}")


def _pace(row: EvidenceRow, elapsed: Decimal) -> str:
    """« 4 formations, 40 % de la cible à 47 % de la durée »; where its places or periods are when it has some."""
    if row.units or row.progress.fraction is None:
        return row.progress.text
    share = format_percent(row.progress.fraction, 0)
    return f"{row.sentence}, {share} de la cible à {format_percent(elapsed, 0)} de la durée"


def _weather_alert(line: ActionSummary, steering: PlanSteering) -> Alert | None:
    weather = steering.weather.get(line.number)
    if weather is None or weather.weather is not Weather.ALERT:
        return None
    day = f", le {format_day(weather.on)}" if weather.on else ""
    return Alert(line.number, line.name, f"alerte du porteur{day}" + (f" : {weather.word}" if weather.word else ""))
