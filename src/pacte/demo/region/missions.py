"""Pauses for a mission or a short contract: frequent in the sessions of action 4, rare elsewhere. Pure.

No random draw: the other journeys stay the same. The shares are invented; none is a published figure.
"""

from __future__ import annotations

from datetime import date

from pacte.demo.region.invented_journey import EMPTY_DETAIL, InventedJourney, RawStep

_ACTION = "4"
_OFTEN, _SELDOM = 0.5, 0.008  # of those who would complete the training
_NOT_BACK = 0.35  # of those of action 4: the mission becomes a job
_SHORTEST = 50  # days of a training in which somebody pauses
_LEAST_AWAY, _MOST_AWAY = 10, 45


def pause_for_mission(life: InventedJourney) -> None:
    """Interrupt some journeys for a mission. Most resume; some of action 4 end there, for a job."""
    start, end = life.entered_on, life.ended_on
    if start is None or end is None or life.end_kind != "to_term" or end - start < _SHORTEST:
        return
    iterative = life.session.serves(_ACTION)
    if life.lot("mission") >= (_OFTEN if iterative else _SELDOM):
        return
    left = start + int((end - start) * (0.1 + 0.35 * life.lot("mission day")))
    back = left + _LEAST_AWAY + int((_MOST_AWAY - _LEAST_AWAY) * life.lot("mission days"))
    stays_away = iterative and life.lot("mission return") < _NOT_BACK
    if not stays_away and back >= end:
        back = end - 7
    entry = next(rank for rank, step in enumerate(life.steps) if step[0] == "entered")
    until = "" if stays_away else f', "returns_on": "{date.fromordinal(back).isoformat()}"'
    pause = ("interrupted", left, f'{{"reason": "job"{until}}}')
    if stays_away:
        after = life.steps[entry + 1 :]
        life.undone, life.added = after, [pause, *_steps_after_leaving(life, after, back)]
        life.steps[entry + 1 :] = life.added
        life.ended_on = life.released_on = back
        life.end_kind = "to_job"
    else:
        life.added += [pause, ("resumed", back, EMPTY_DETAIL)]
        life.steps[entry + 1 : entry + 1] = life.added[-2:]
    life.weeks = [week for week in life.weeks if not left <= week[0] < (end + 1 if stays_away else back)]


def _steps_after_leaving(life: InventedJourney, simulated: list[RawStep], left: int) -> list[RawStep]:
    """The end for a job, and the situations asked as many months after it; nothing is certified."""
    sooner = (life.ended_on or left) - left
    situations = [
        (kind, day - sooner, detail.replace('"had_job": false', '"had_job": true'))
        for kind, day, detail in simulated
        if kind == "situation"
    ]
    return [("ended", left, '{"end_kind": "to_job"}'), *situations]
