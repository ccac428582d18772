"""Limits on the dates of a week of attendance: not in the future, not after the end. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.journeys.rules.attendance import ATTENDED, Week, half_days


def attended_days(week: Week) -> tuple[date, ...]:
    return tuple(dict.fromkeys(day for day, _, mark in half_days(week) if mark in ATTENDED))


def attendance_limit_error(week: Week, *, on: date, ended_on: date | None = None) -> str:
    """Error code of impossible half-days: "future", "after_end"; or ""."""
    planned_days = [day for day, _, _ in half_days(week)]
    if any(day > on for day in attended_days(week)):
        return "future"
    if ended_on is not None and any(day > ended_on for day in planned_days):
        return "after_end"
    return ""


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def mondays(first: date, last: date) -> list[date]:
    """The Mondays of all weeks that overlap the period."""
    start = monday_of(first)
    return [start + timedelta(weeks=rank) for rank in range((monday_of(last) - start).days // 7 + 1)]
