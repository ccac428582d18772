"""Compares two plan files on the fields that both hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from pacte.plan.records import Figure, ParsedPlan, PlanContent, PlanRow, Schedule

# One figure has the number in its name, the other does not: the file only says « condition ».
_FIGURE_FIELDS = ("value", "minimum", "maximum", "unit", "per", "horizon", "certain", "kind")


def differences(one: ParsedPlan, other: ParsedPlan) -> list[str]:
    """Differences, one line per field. Only the fields that both files hold are compared."""
    assert one.content is not None
    assert other.content is not None
    names = one.fields & other.fields
    return [
        *_records("axis", one.content.axes, other.content.axes, names, "code"),
        *_records("objective", one.content.objectives, other.content.objectives, names, "code"),
        *_records("action", one.content.actions, other.content.actions, names, "number"),
        *_plan(one.content, other.content, names),
        *_rows(one.content.rows, other.content.rows, names),
    ]


def _plan(one: PlanContent, other: PlanContent, names: frozenset[str]) -> Iterator[str]:
    for name in ("periods", "first_year", "last_year", "document_title", "decided_on"):
        if f"plan.{name}" in names:
            yield from _differs(f"plan {name}", getattr(one, name), getattr(other, name))


def _records(kind: str, one: tuple[Any, ...], other: tuple[Any, ...], names: frozenset[str], key: str) -> Iterator[str]:
    yield from _differs(f"{kind} keys", [getattr(each, key) for each in one], [getattr(each, key) for each in other])
    for left, right in zip(one, other, strict=False):
        for field in fields(left):
            if f"{kind}.{field.name}" in names:
                yield from _differs(
                    f"{kind} {getattr(left, key)} {field.name}", getattr(left, field.name), getattr(right, field.name)
                )


def _rows(one: tuple[PlanRow, ...], other: tuple[PlanRow, ...], names: frozenset[str]) -> Iterator[str]:
    yield from _differs("row keys", [row.key for row in one], [row.key for row in other])
    for left, right in zip(one, other, strict=False):
        for field in fields(left):
            if field.name in names:
                values = [_comparable(field.name, getattr(row, field.name)) for row in (left, right)]
                yield from _differs(f"row {left.key} {field.name}", *values)


def _comparable(name: str, value: Any) -> Any:
    """What a table can hold of a value: the nature of an expense; no note behind a date or a figure."""
    if name == "figures":
        return [_figure(figure) for figure in value]
    if name == "expenses":
        return [expense.nature for expense in value if not expense.period]
    if name == "schedule":
        return _schedule(value)
    return value


def _figure(figure: Figure) -> tuple[Any, ...]:
    return tuple(getattr(figure, name) for name in _FIGURE_FIELDS)


def _schedule(schedule: Schedule) -> tuple[Any, ...]:
    """Schedule without spaces nor bars between marks: « X XX » and « X X X » are equal."""
    marks = re.sub(r"[\s|]", "", schedule.as_printed)
    return schedule.placement, schedule.flags, schedule.flag_count, marks


def _differs(what: str, one: Any, other: Any) -> Iterator[str]:
    if one != other:
        yield f"{what}: {one!r} / {other!r}"
