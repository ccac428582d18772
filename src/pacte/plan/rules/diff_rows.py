"""Differences inside a row of the operational table: its fields, then its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.kernel.period import Period
from pacte.plan.records import (
    ActionStatus,
    Doubt,
    Expense,
    Figure,
    FigureKind,
    Lead,
    Placement,
    PlanRow,
    Schedule,
    Staff,
)
from pacte.plan.rules import display
from pacte.plan.rules.changes import ChangeKind, ChangeNature, ChangeSubject, PlanChange
from pacte.plan.rules.figures import comparable_number, pair_figures
from pacte.plan.rules.text_diff import normalise_typography

# Nature of a change of each field, when its value changes and not only its wording.
_ROW_NATURES = {
    "number": ChangeNature.STRUCTURE,
    "kind": ChangeNature.STRUCTURE,
    "axis_code": ChangeNature.STRUCTURE,
    "strategic_code": ChangeNature.STRUCTURE,
    "operational_code": ChangeNature.STRUCTURE,
    "title": ChangeNature.WORDING,
    "short_title": ChangeNature.WORDING,
    "title_as_printed": ChangeNature.WORDING,
    "description": ChangeNature.WORDING,
    "leads": ChangeNature.LEAD,
    "leads_as_printed": ChangeNature.WORDING,
    "expected_result": ChangeNature.WORDING,
    "priority": ChangeNature.SCHEDULE,
    "comment": ChangeNature.WORDING,
    "staff": ChangeNature.AMOUNT,
    "expenses": ChangeNature.SCHEDULE,
    "schedule": ChangeNature.SCHEDULE,
    "linked_numbers": ChangeNature.LINK,
    "publics": ChangeNature.WORDING,
    "sectors": ChangeNature.WORDING,
    "territories": ChangeNature.WORDING,
    "partners": ChangeNature.WORDING,
    "source_lines": ChangeNature.WORDING,
    "doubts": ChangeNature.WORDING,
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
    FigureKind.MEANS: ChangeNature.AMOUNT,
    FigureKind.DEADLINE: ChangeNature.SCHEDULE,
    FigureKind.STAGE: ChangeNature.SCHEDULE,
    FigureKind.PERIODICITY: ChangeNature.SCHEDULE,
}


def row_changes(before: PlanRow, after: PlanRow) -> Iterator[PlanChange]:
    """Yield the changes between two states of one row."""
    for field, nature in _ROW_NATURES.items():
        old, new = getattr(before, field), getattr(after, field)
        if same_value(old, new):
            continue
        touched = ChangeNature.WORDING if same_substance(field, old, new) else nature
        yield PlanChange(
            ChangeKind.CHANGED,
            ChangeSubject.ROW,
            after.key,
            after.number,
            field,
            display.display_value(old),
            display.display_value(new),
            touched,
        )
    for old_figure, new_figure in pair_figures(before.figures, after.figures):
        yield from _figure_changes(after, old_figure, new_figure)


def same_value(old: Any, new: Any) -> bool:
    """Return whether two values are equal, ignoring typography in texts."""
    return bool(_comparison_key(old) == _comparison_key(new))


def same_substance(field: str, old: Any, new: Any) -> bool:
    """Return whether two values of a field state the same commitment, whatever their wording."""
    substance = _SUBSTANCE.get(field)
    return substance is not None and substance(old) == substance(new)


def _figure_changes(row: PlanRow, before: Figure | None, after: Figure | None) -> Iterator[PlanChange]:
    known = after or before
    if known is None:
        return
    nature = _FIGURE_NATURES.get(known.kind, ChangeNature.TARGET)
    if before is None or after is None:
        kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED
        yield PlanChange(
            kind,
            ChangeSubject.FIGURE,
            row.key,
            row.number,
            "",
            display.display_value(before),
            display.display_value(after),
            nature,
        )
        return
    for field in (*_FIGURE_WORDS, *_FIGURE_SUBSTANCE):
        old, new = getattr(before, field), getattr(after, field)
        if not same_value(old, new):
            yield PlanChange(
                ChangeKind.CHANGED,
                ChangeSubject.FIGURE,
                row.key,
                row.number,
                field,
                _figure_field_text(before, field),
                _figure_field_text(after, field),
                ChangeNature.WORDING if field in _FIGURE_WORDS else nature,
            )


def _figure_field_text(figure: Figure, field: str) -> str:
    value = getattr(figure, field)
    if field in ("value", "minimum", "maximum"):
        return "" if value is None else display.format_decimal(value, figure.unit)
    return display.display_value(value)


def _comparison_key(value: Any) -> Hashable:
    if isinstance(value, str):
        return str(normalise_typography(value))
    if isinstance(value, tuple):
        return tuple(_comparison_key(each) for each in value)
    reader = _COMPARISON_KEYS.get(type(value))
    return reader(value) if reader else comparable_number(value) if hasattr(value, "is_finite") else value


def _schedule_key(schedule: Schedule) -> Hashable:
    return (
        _schedule_substance(schedule),
        normalise_typography(schedule.as_printed),
        normalise_typography(schedule.note),
    )


def _schedule_substance(schedule: Schedule) -> Hashable:
    """Return marks by column, with their placement. The flag count only matters for unplaced marks."""
    marks = tuple((_column(flag.period), " ".join(flag.mark.casefold().split())) for flag in schedule.flags)
    unplaced = schedule.flag_count if schedule.placement is Placement.UNKNOWN else 0
    return (schedule.placement, marks, unplaced)


def _column(text: str) -> str:
    try:
        return Period.parse(text).code
    except ValidationError:
        return normalise_typography(text)


def _leads_substance(leads: tuple[Lead, ...]) -> Hashable:
    return tuple(
        sorted((fold_text(each.organisation), fold_text(each.service), fold_text(each.role)) for each in leads)
    )


def _staff_substance(staff: tuple[Staff, ...]) -> Hashable:
    return frozenset(Counter((fold_text(each.organisation), comparable_number(each.etp)) for each in staff).items())


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
_COMPARISON_KEYS: dict[type, Callable[[Any], Hashable]] = {
    Schedule: _schedule_key,
    Lead: lambda each: (
        normalise_typography(each.organisation),
        normalise_typography(each.service),
        normalise_typography(each.role),
        normalise_typography(each.note),
    ),
    Staff: lambda each: (
        normalise_typography(each.organisation),
        normalise_typography(each.text),
        comparable_number(each.etp),
    ),
    Expense: lambda each: (normalise_typography(each.nature), normalise_typography(each.period)),
    Doubt: lambda each: (each.field, normalise_typography(each.reason)),
    ActionStatus: lambda each: (each.state, each.since, normalise_typography(each.reason)),
}
