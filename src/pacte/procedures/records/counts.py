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
    ``COST_PER_HIRE``: euros ordered for the sessions of these cases, divided by the posts kept.
    ``COMPLETED``: of the journeys of the cases that took it before their end, the share completed, in percent.
    ``EXIT_DIFFERENCE``, ``CERTIFICATION_DIFFERENCE``: how much more the share of early exits, or of certified people,
    changed among trainees of the providers that applied, once their case took the transition, than among those of
    comparable providers without a case, in points.
    ``TENSION_COVERED``: of the occupations for which employers hardly recruit, the share that at least one case names
    in its field ``different``, once it took the transition, in percent.
    ``SHARE``: of the cases that took one of ``out_of``, the share that took the transition, in percent.
    ``REPORTED_GAIN``: of the people measured first in accepted reports, the share that gained a level, in percent.
    """

    MOVED = "moved"
    OPENED = "opened"
    DELIVERABLES = "deliverables"
    HIRES = "hires"
    COST_PER_HIRE = "cost_per_hire"
    COMPLETED = "completed"
    EXIT_DIFFERENCE = "exit_difference"
    CERTIFICATION_DIFFERENCE = "certification_difference"
    TENSION_COVERED = "tension_covered"
    SHARE = "share"
    REPORTED_GAIN = "reported_gain"

    @property
    def is_of_moves(self) -> bool:
        """True when it starts from the cases that took a transition."""
        return self in (CountMeasure.MOVED, CountMeasure.COMPLETED)

    @property
    def is_of_hires(self) -> bool:
        """True when it needs firms that promise hires."""
        return self in (CountMeasure.HIRES, CountMeasure.COST_PER_HIRE)

    @property
    def compares_providers(self) -> bool:
        """True when it compares the providers that applied with others."""
        return self in (CountMeasure.EXIT_DIFFERENCE, CountMeasure.CERTIFICATION_DIFFERENCE)


@dataclass(frozen=True, slots=True)
class GradeGain:
    """The points gained on a grid, from one section to another of the same choices, written from the lowest (0 point).

    ``least``: under that many cases the mean is not shown, since it would tell the grid of one of them.
    """

    before: str
    after: str
    least: int = 3


@dataclass(frozen=True, slots=True)
class LevelColumns:
    """What is measured (``label``), and the columns of its level before and after: choices of the same levels."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LevelGain:
    """Levels before and after, in the ``lines`` of a ``report``: a line is a group of ``people`` of the same levels.

    ``measured``: levels are written from the lowest; somebody gains who rises in each of them. Without a level after,
    they left before the second measure: they count, and gain nothing.
    """

    report: str
    lines: str
    people: str
    measured: tuple[LevelColumns, ...]


@dataclass(frozen=True, slots=True)
class ModeComparison:
    """What a share is compared by: the answers to the choice ``by``, each with its months, its means and its cost.

    ``since``: the transition from which the months run, to the first of ``out_of``. ``mean``: the path of a number of
    which the mean is told, under ``mean_label``. ``cost``: the path of an amount, told for each case that succeeds.
    """

    by: str
    since: str
    mean: str
    mean_label: str
    cost: str


@dataclass(frozen=True, slots=True)
class CaseCount:
    """The cases that took ``transition`` and meet ``when``; another ``measure`` counts all cases of the action.

    ``different``: counts the different answers to that field instead of the cases. ``total``: adds a number of the
    form, or of a column of its lines (``promises.people``). ``gain``: the mean of the points that the cases gained.
    ``ended_by``: the transitions that end what is counted: then how many last on a day is told too, by place.
    ``commune``: the field that says where, for a map of what has none, by ``zone``. ``target_code``: the target of the
    plan near which the map is shown, when it is that of another count. ``journey``: the field that names
    the journey whose completion is counted. ``order``: the field that names the order of which alone the cost is told.
    ``within_days``: the days from opening to transition of which the share is told too, with the answers to
    ``context_fields``. ``out_of``: the transitions of which one puts a case in the base of a share; ``compared``: what
    the share is compared by; ``conversions``: transitions of which the share, and the days since the one before, are
    told beside it, in order. ``levels``: how reports tell who gained. ``is_result``: it proves
    what the action promised; else it shows the means at work.
    """

    code: str
    what: str
    unit: str
    one: str
    source: str
    transition: str = ""
    ended_by: tuple[str, ...] = ()
    when: Condition | None = None
    different: str = ""
    total: str = ""
    gain: GradeGain | None = None
    commune: str = ""
    zone: ZoneKind | None = None
    target_code: str = ""
    journey: str = ""
    order: str = ""
    within_days: int = 0
    context_fields: tuple[str, ...] = ()
    out_of: tuple[str, ...] = ()
    compared: ModeComparison | None = None
    conversions: tuple[str, ...] = ()
    levels: LevelGain | None = None
    is_result: bool = True
    measure: CountMeasure = CountMeasure.MOVED
