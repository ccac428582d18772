"""Plan of one year: running actions, deadlines, leads and amounts. A view of a version, never a copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound
from pacte.plan.records import Axis, Figure, Lead, PlanContent, Row, RowKind, Standing
from pacte.plan.rules.evidence import owed_by
from pacte.plan.rules.life import is_over
from pacte.plan.rules.schedule import Deadline, SlotState, deadlines, slots

# From most to least certain: an action on several rows is as certain as its most certain row.
_SURENESS = (SlotState.PLANNED, SlotState.ASSUMED, SlotState.ASKED, SlotState.POSSIBLE)
SURENESS_WORDS = {
    SlotState.PLANNED: "prévue",
    SlotState.ASSUMED: "supposée",
    SlotState.ASKED: "« ? » dans la source",
    SlotState.POSSIBLE: "peut-être : croix non placée",
}


@dataclass(frozen=True, slots=True)
class YearAction:
    """One action in one year. ``cents`` is its amount for that year, None when the plan gives none by year."""

    number: ActionCode
    name: str
    axis_code: str
    sureness: SlotState
    leads: tuple[Lead, ...]
    targets: tuple[Figure, ...]
    deadlines: tuple[Deadline, ...]
    cents: int | None
    standing: Standing | None

    @property
    def is_sure(self) -> bool:
        return self.sureness is SlotState.PLANNED


@dataclass(frozen=True, slots=True)
class YearAxis:
    """One axis in one year. ``year_cents`` is the sum of its actions, None when the plan gives no yearly amount."""

    axis: Axis
    actions: tuple[YearAction, ...]
    year_cents: int | None


@dataclass(frozen=True, slots=True)
class YearPlan:
    """Plan of one year.

    ``ended_actions`` are the actions ended by an amendment before the year, or at an unspecified date.
    """

    year: int
    axes: tuple[YearAxis, ...]
    ended: tuple[tuple[ActionCode, str, Standing], ...]
    first_year: int
    last_year: int

    @property
    def actions(self) -> tuple[YearAction, ...]:
        return tuple(action for axis in self.axes for action in axis.actions)

    @property
    def deadlines(self) -> tuple[tuple[YearAction, Deadline], ...]:
        found = [(action, each) for action in self.actions for each in action.deadlines]
        return tuple(sorted(found, key=lambda pair: (pair[1].on, pair[0].number)))

    @property
    def year_cents(self) -> int | None:
        return _sum(axis.year_cents for axis in self.axes)

    @property
    def previous(self) -> int | None:
        return self.year - 1 if self.year > self.first_year else None

    @property
    def following(self) -> int | None:
        return self.year + 1 if self.year < self.last_year else None


def year_plan(content: PlanContent, year: int) -> YearPlan:
    """Return the plan of one year. Raises ``NotFound`` when the plan does not cover that year."""
    if not content.first_year <= year <= content.last_year:
        raise NotFound
    rows: dict[ActionCode, list[Row]] = {}
    for row in content.rows:
        rows.setdefault(row.number, []).append(row)
    found: dict[str, list[YearAction]] = {axis.code: [] for axis in content.axes}
    ended = []
    for number in sorted(rows):
        standing, name = content.standing_of(number), _name(content, number, rows[number])
        if standing is not None and is_over(standing.state) and _is_before(standing.since, year):
            ended.append((number, name, standing))
            continue
        action = _action(content, number, name, tuple(rows[number]), year, standing)
        if action is not None:
            found.setdefault(action.axis_code, []).append(action)
    known = {axis.code: axis for axis in content.axes}
    return YearPlan(
        year=year,
        axes=tuple(
            YearAxis(known.get(code) or Axis(code, code, ""), tuple(actions), _sum(each.cents for each in actions))
            for code, actions in found.items()
        ),
        ended=tuple(ended),
        first_year=content.first_year,
        last_year=content.last_year,
    )


def _action(
    content: PlanContent, number: ActionCode, name: str, rows: tuple[Row, ...], year: int, standing: Standing | None
) -> YearAction | None:
    """Build an action of the year, or None when it has no mark, deadline or amount in that year."""
    own = [row for row in rows if row.kind is not RowKind.HEADING] or list(rows)
    states = {slot.state for row in own for slot in slots(row, content.periods) if slot.period.covers(year)} - {
        SlotState.EMPTY
    }
    due = tuple(each for row in rows for each in deadlines(row) if each.on.year == year)
    cents = _sum(each.cents for each in content.amounts if (each.number, each.year) == (number, year))
    if not states and not due and not cents:
        return None
    return YearAction(
        number=number,
        name=name,
        axis_code=rows[0].axis_code,
        sureness=next((state for state in _SURENESS if state in states), SlotState.POSSIBLE),
        leads=owed_by(content, number),
        targets=tuple(each for row in rows for each in row.figures if each.is_target and not each.proposed),
        deadlines=due,
        cents=cents,
        standing=standing,
    )


def _name(content: PlanContent, number: ActionCode, rows: list[Row]) -> str:
    title = next((each for each in content.actions if each.number == number), None)
    return (title.short_title or title.title) if title else rows[0].short_title or rows[0].title


def _is_before(since: date | None, year: int) -> bool:
    return since is None or since <= date(year, 1, 1)


def _sum(cents: Iterable[int | None]) -> int | None:
    known = [each for each in cents if each is not None]
    return sum(known) if known else None
