"""Differences inside a row of the operational table: its fields, then its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.kernel.period import Period
from pacte.plan.records import Doubt, Expense, Figure, FigureKind, Lead, Placement, Row, Schedule, Staff, Standing
from pacte.plan.rules import readable
from pacte.plan.rules.changes import Change, ChangeKind, Nature, Subject
from pacte.plan.rules.figures import comparable, pair_figures
from pacte.plan.rules.wording import normal

# Nature of a change of each field, when its value changes and not only its wording.
_ROW_NATURES = {
    "number": Nature.STRUCTURE,
    "kind": Nature.STRUCTURE,
    "axis_code": Nature.STRUCTURE,
    "strategic_code": Nature.STRUCTURE,
    "operational_code": Nature.STRUCTURE,
    "title": Nature.WORDING,
    "short_title": Nature.WORDING,
    "title_as_printed": Nature.WORDING,
    "description": Nature.WORDING,
    "leads": Nature.LEAD,
    "leads_as_printed": Nature.WORDING,
    "expected_result": Nature.WORDING,
    "priority": Nature.SCHEDULE,
    "comment": Nature.WORDING,
    "staff": Nature.AMOUNT,
    "expenses": Nature.SCHEDULE,
    "schedule": Nature.SCHEDULE,
    "linked_numbers": Nature.LINK,
    "publics": Nature.WORDING,
    "sectors": Nature.WORDING,
    "territories": Nature.WORDING,
    "partners": Nature.WORDING,
    "source_lines": Nature.WORDING,
    "doubts": Nature.WORDING,
}
_FIGURE_WORDS = ("what", "source_text", "doubt")
_FIGURE_SUBSTANCE = (
    "kind",
    "value",
    "minimum",
    "maximum",
    "unit",
    "per",
    "horizon",
    "certain",
    "indicator_code",
    "proposed",
)
_FIGURE_NATURES = {
    FigureKind.MEANS: Nature.AMOUNT,
    FigureKind.DEADLINE: Nature.SCHEDULE,
    FigureKind.STAGE: Nature.SCHEDULE,
    FigureKind.PERIODICITY: Nature.SCHEDULE,
}


def row_changes(before: Row, after: Row) -> Iterator[Change]:
    """Yield the changes between two states of one row."""
    for field, nature in _ROW_NATURES.items():
        old, new = getattr(before, field), getattr(after, field)
        if same_value(old, new):
            continue
        touched = Nature.WORDING if same_substance(field, old, new) else nature
        yield Change(
            ChangeKind.CHANGED,
            Subject.ROW,
            after.key,
            after.number,
            field,
            readable.shown(old),
            readable.shown(new),
            touched,
        )
    for old_figure, new_figure in pair_figures(before.figures, after.figures):
        yield from _figure_changes(after, old_figure, new_figure)


def same_value(old: Any, new: Any) -> bool:
    """Return whether two values are equal, ignoring typography in texts."""
    return bool(_worded(old) == _worded(new))


def same_substance(field: str, old: Any, new: Any) -> bool:
    """Return whether two values of a field state the same commitment, whatever their wording."""
    substance = _SUBSTANCE.get(field)
    return substance is not None and substance(old) == substance(new)


def _figure_changes(row: Row, before: Figure | None, after: Figure | None) -> Iterator[Change]:
    known = after or before
    if known is None:
        return
    nature = _FIGURE_NATURES.get(known.kind, Nature.TARGET)
    if before is None or after is None:
        kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED
        yield Change(
            kind,
            Subject.FIGURE,
            row.key,
            row.number,
            "",
            readable.shown(before),
            readable.shown(after),
            nature,
        )
        return
    for field in (*_FIGURE_WORDS, *_FIGURE_SUBSTANCE):
        old, new = getattr(before, field), getattr(after, field)
        if not same_value(old, new):
            yield Change(
                ChangeKind.CHANGED,
                Subject.FIGURE,
                row.key,
                row.number,
                field,
                _figure_field(before, field),
                _figure_field(after, field),
                Nature.WORDING if field in _FIGURE_WORDS else nature,
            )


def _figure_field(figure: Figure, field: str) -> str:
    value = getattr(figure, field)
    if field in ("value", "minimum", "maximum"):
        return "" if value is None else readable.decimal(value, figure.unit)
    return readable.shown(value)


def _worded(value: Any) -> Hashable:
    if isinstance(value, str):
        return str(normal(value))
    if isinstance(value, tuple):
        return tuple(_worded(each) for each in value)
    reader = _WORDED.get(type(value))
    return reader(value) if reader else comparable(value) if hasattr(value, "is_finite") else value


def _schedule_words(schedule: Schedule) -> Hashable:
    return (_schedule_substance(schedule), normal(schedule.as_printed), normal(schedule.note))


def _schedule_substance(schedule: Schedule) -> Hashable:
    """Return marks by column, with their placement. The flag count only matters for unplaced marks."""
    marks = tuple((_column(flag.period), " ".join(flag.mark.casefold().split())) for flag in schedule.flags)
    unplaced = schedule.flag_count if schedule.placement is Placement.UNKNOWN else 0
    return (schedule.placement, marks, unplaced)


def _column(text: str) -> str:
    try:
        return Period.parse(text).code
    except ValidationError:
        return normal(text)


def _leads_substance(leads: tuple[Lead, ...]) -> Hashable:
    return tuple(
        sorted((fold_text(each.organisation), fold_text(each.service), fold_text(each.role)) for each in leads)
    )


def _staff_substance(staff: tuple[Staff, ...]) -> Hashable:
    return frozenset(Counter((fold_text(each.organisation), comparable(each.etp)) for each in staff).items())


def _expenses_substance(expenses: tuple[Expense, ...]) -> Hashable:
    """Return the named periods: changing them moves money in time, unlike the wording of the nature."""
    return tuple(sorted({fold_text(each.period) for each in expenses if each.period}))


def _linked_substance(numbers: tuple[ActionCode, ...]) -> Hashable:
    return tuple(sorted(set(numbers)))


_SUBSTANCE: dict[str, Callable[[Any], Hashable]] = {
    "leads": _leads_substance,
    "staff": _staff_substance,
    "expenses": _expenses_substance,
    "schedule": _schedule_substance,
    "linked_numbers": _linked_substance,
}
_WORDED: dict[type, Callable[[Any], Hashable]] = {
    Schedule: _schedule_words,
    Lead: lambda each: (
        normal(each.organisation),
        normal(each.service),
        normal(each.role),
        normal(each.note),
    ),
    Staff: lambda each: (normal(each.organisation), normal(each.text), comparable(each.etp)),
    Expense: lambda each: (normal(each.nature), normal(each.period)),
    Doubt: lambda each: (each.field, normal(each.reason)),
    Standing: lambda each: (each.state, each.since, normal(each.reason)),
}
