"""Plan of one year: running actions, deadlines, leads and amounts. A view of a version, never a copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import hide_unless
from pacte.plan.records import ActionStatus, Axis, Figure, Lead, PlanContent, PlanRow, RowKind
from pacte.plan.rules.evidence import accountable_leads
from pacte.plan.rules.lifecycle import is_over_state
from pacte.plan.rules.schedule import CalendarSlotState, Deadline, calendar_slots, row_deadlines

# From most to least certain: an action on several rows is as certain as its most certain row.
_CERTAINTY_ORDER = (
    CalendarSlotState.PLANNED,
    CalendarSlotState.ASSUMED,
    CalendarSlotState.UNCERTAIN,
    CalendarSlotState.POSSIBLE,
)
CERTAINTY_LABELS = {
    CalendarSlotState.PLANNED: "prévue",
    CalendarSlotState.ASSUMED: "supposée",
    CalendarSlotState.UNCERTAIN: "« ? » dans la source",
    CalendarSlotState.POSSIBLE: "peut-être : croix non placée",
}


@dataclass(frozen=True, slots=True)
class YearAction:
    """One action in one year. ``cents`` is its amount for that year, None when the plan gives none by year."""

    number: ActionCode
    name: str
    axis_code: str
    certainty: CalendarSlotState
    leads: tuple[Lead, ...]
    targets: tuple[Figure, ...]
    deadlines: tuple[Deadline, ...]
    cents: int | None
    status: ActionStatus | None

    @property
    def is_certain(self) -> bool:
        return self.certainty is CalendarSlotState.PLANNED


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
    ended_actions: tuple[tuple[ActionCode, str, ActionStatus], ...]
    first_year: int
    last_year: int

    @property
    def actions(self) -> tuple[YearAction, ...]:
        return tuple(action for axis in self.axes for action in axis.actions)

    @property
    def deadlines(self) -> tuple[tuple[YearAction, Deadline], ...]:
        pairs = [(action, each) for action in self.actions for each in action.deadlines]
        return tuple(sorted(pairs, key=lambda pair: (pair[1].on, pair[0].number)))

    @property
    def year_cents(self) -> int | None:
        return _sum(axis.year_cents for axis in self.axes)

    @property
    def previous(self) -> int | None:
        return self.year - 1 if self.year > self.first_year else None

    @property
    def following(self) -> int | None:
        return self.year + 1 if self.year < self.last_year else None


def require_year(content: PlanContent, year: int) -> None:
    """Raise ``NotFound`` when the plan does not cover that year."""
    hide_unless(content.first_year <= year <= content.last_year)


def year_plan(content: PlanContent, year: int) -> YearPlan:
    """Return the plan of one year. Raises ``NotFound`` when the plan does not cover that year."""
    require_year(content, year)
    rows: dict[ActionCode, list[PlanRow]] = {}
    for row in content.rows:
        rows.setdefault(row.number, []).append(row)
    actions_by_axis: dict[str, list[YearAction]] = {axis.code: [] for axis in content.axes}
    ended = []
    for number in sorted(rows):
        status, name = content.status_of(number), _name(content, number, rows[number])
        if status is not None and is_over_state(status.state) and _is_before(status.since, year):
            ended.append((number, name, status))
            continue
        action = _action(content, number, name, tuple(rows[number]), year, status)
        if action is not None:
            actions_by_axis.setdefault(action.axis_code, []).append(action)
    known = {axis.code: axis for axis in content.axes}
    return YearPlan(
        year=year,
        axes=tuple(
            YearAxis(known.get(code) or Axis(code, code, ""), tuple(actions), _sum(each.cents for each in actions))
            for code, actions in actions_by_axis.items()
        ),
        ended_actions=tuple(ended),
        first_year=content.first_year,
        last_year=content.last_year,
    )


def _action(
    content: PlanContent,
    number: ActionCode,
    name: str,
    rows: tuple[PlanRow, ...],
    year: int,
    status: ActionStatus | None,
) -> YearAction | None:
    """Build an action of the year, or None when it has no mark, deadline or amount in that year."""
    own = [row for row in rows if row.kind is not RowKind.HEADING] or list(rows)
    states = {
        slot.state for row in own for slot in calendar_slots(row, content.periods) if slot.period.covers(year)
    } - {CalendarSlotState.EMPTY}
    due = tuple(each for row in rows for each in row_deadlines(row) if each.on.year == year)
    cents = _sum(each.cents for each in content.amounts if (each.number, each.year) == (number, year))
    if not states and not due and not cents:
        return None
    return YearAction(
        number=number,
        name=name,
        axis_code=rows[0].axis_code,
        certainty=next((state for state in _CERTAINTY_ORDER if state in states), CalendarSlotState.POSSIBLE),
        leads=accountable_leads(content, number),
        targets=tuple(each for row in rows for each in row.figures if each.is_target and not each.proposed),
        deadlines=due,
        cents=cents,
        status=status,
    )


def _name(content: PlanContent, number: ActionCode, rows: list[PlanRow]) -> str:
    title = next((each for each in content.actions if each.number == number), None)
    return (title.short_title or title.title) if title else rows[0].short_title or rows[0].title


def _is_before(since: date | None, year: int) -> bool:
    return since is None or since <= date(year, 1, 1)


def _sum(cents: Iterable[int | None]) -> int | None:
    known = [each for each in cents if each is not None]
    return sum(known) if known else None
