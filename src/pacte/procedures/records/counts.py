"""What a procedure counts, by code: a figure of the plan that names the code is measured by it. Pure.

The plan ties: which action has which figure, how many, and by what (a year, a département).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.procedures.records.conditions import Condition
from pacte.reference.records import ZoneKind


class CountMeasure(StrEnum):
    """What is counted: cases that took a transition, cases opened, deliverables accepted out of those due, hires.

    ``HIRES``: posts kept out of those that firms promised for a date that has come (``HirePromises``).
    ``COMPLETED``: of the journeys of the cases that took it before their end, the share completed, in percent.
    """

    MOVED = "moved"
    OPENED = "opened"
    DELIVERABLES = "deliverables"
    HIRES = "hires"
    COMPLETED = "completed"

    @property
    def is_of_moves(self) -> bool:
        """True when it starts from the cases that took a transition."""
        return self in (CountMeasure.MOVED, CountMeasure.COMPLETED)


@dataclass(frozen=True, slots=True)
class GradeGain:
    """The points gained on a grid, from one section to another of the same choices, written from the lowest (0 point).

    ``least``: under that many cases the mean is not shown, since it would tell the grid of one of them.
    """

    before: str
    after: str
    least: int = 3


@dataclass(frozen=True, slots=True)
class CaseCount:
    """The cases that took ``transition`` and meet ``when``; another ``measure`` counts all cases of the action.

    ``different``: counts the different answers to that field instead of the cases. ``total``: adds a number of the
    form, or of a column of its lines (``promises.people``). ``gain``: the mean of the points that the cases gained.
    ``commune``: the field that says where, for a map of what has none, by ``zone``. ``journey``: the field that names
    the journey whose completion is counted. ``within_days``: the days from opening to transition of which the share is
    told too, with the answers to ``context_fields``. ``is_result``: it proves what the action promised; else it shows
    the means at work.
    """

    code: str
    what: str
    unit: str
    one: str
    source: str
    transition: str = ""
    when: Condition | None = None
    different: str = ""
    total: str = ""
    gain: GradeGain | None = None
    commune: str = ""
    zone: ZoneKind | None = None
    journey: str = ""
    within_days: int = 0
    context_fields: tuple[str, ...] = ()
    is_result: bool = True
    measure: CountMeasure = CountMeasure.MOVED
