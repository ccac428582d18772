"""Merges a file into a version: the file replaces the fields that it contains."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from pacte.plan.records import (
    ActionTitle,
    Amount,
    Axis,
    Cell,
    Figure,
    Lineage,
    Objective,
    PlanContent,
    Reading,
    Row,
    Standing,
)
from pacte.plan.rules.merge_rows import FilePrecision, merged_row
from pacte.plan.rules.pairing import axis_keys, file_row_keys, pair

_Record = TypeVar("_Record", Axis, Objective, PlanContent, ActionTitle)
_Life = TypeVar("_Life", Standing, Lineage)

_PLAN_FIELDS = (
    "code",
    "title",
    "region",
    "first_year",
    "last_year",
    "periods",
    "document_title",
    "decided_on",
    "source",
    "publics",
)
_RECORDS: dict[str, type] = {
    "axis": Axis,
    "objective": Objective,
    "action": ActionTitle,
    "amount": Amount,
    "figure": Figure,
    "standing": Standing,
    "lineage": Lineage,
}

ALL_FIELDS: frozenset[str] = frozenset(
    [each.name for each in fields(Row)]
    + [f"plan.{name}" for name in _PLAN_FIELDS]
    + [f"{record}.{each.name}" for record, kind in _RECORDS.items() for each in fields(kind)]
)


def merge(base: PlanContent, reading: Reading) -> PlanContent:
    """Return ``base`` merged with the file: fields replaced, rows matched, rows absent from the table removed.

    Rows keep the keys of ``base``. A complete file returns its own content.
    """
    if reading.content is None:
        return base
    if reading.fields >= ALL_FIELDS:
        return reading.content
    content = _with_known_axes(base, reading.content, reading.fields)
    rows = tuple(row for _, row in _rows(base, content, reading.fields)) if content.rows else base.rows
    kept = _named(base, content, "plan", reading.fields)
    return replace(
        kept,
        axes=_axes(base, content, reading.fields),
        objectives=_objectives(base, content, reading.fields),
        actions=_actions(base, content, rows, reading.fields),
        rows=rows,
        amounts=_amounts(base, content, rows, reading.fields),
        standings=_of_rows(content.standings if "standing.state" in reading.fields else base.standings, rows),
        lineage=_of_rows(content.lineage if "lineage.kind" in reading.fields else base.lineage, rows),
    )


def where_in(base: PlanContent, reading: Reading) -> dict[tuple[str, str], Cell]:
    """Return the cells of the file by key of the merged plan (``ParsedPlan.cell_by_field`` uses the file's keys)."""
    where = dict(reading.where or {})
    if reading.content is None or reading.fields >= ALL_FIELDS:
        return where
    content = _with_known_axes(base, reading.content, reading.fields)
    keys = {read.key: row.key for read, row in _rows(base, content, reading.fields)}
    keys |= {
        f"axis:{read.code}": f"axis:{known.code}"
        for read, known in zip(reading.content.axes, content.axes, strict=True)
    }
    return {(keys.get(subject, subject), field): cell for (subject, field), cell in where.items()}


def _rows(base: PlanContent, content: PlanContent, names: frozenset[str]) -> Iterator[tuple[Row, Row]]:
    """Yield each row of the file with its merged row."""
    precision = FilePrecision.of(content, names)
    pairs = pair(base.rows, content.rows, file_row_keys("key" in names))
    taken = {row.key for row in base.rows}
    for old, new in pairs:
        if old is not None and new is not None:
            yield new, merged_row(old, new, precision)
        elif new is not None:
            key = _free_key(new, taken)
            taken.add(key)
            yield new, replace(new, key=key)


def _free_key(row: Row, taken: Collection[str]) -> str:
    """Return the key given by the file, or one built from the number, with a suffix when it is taken."""
    wanted = row.key or f"A{row.number:02d}"
    if wanted not in taken:
        return wanted
    rank = 2
    while f"{wanted}-{rank}" in taken:
        rank += 1
    return f"{wanted}-{rank}"


def _with_known_axes(base: PlanContent, content: PlanContent, names: frozenset[str]) -> PlanContent:
    """Return the file's content with the axis codes of the version, when the file's reader generated its codes."""
    pairs = pair(base.axes, content.axes, axis_keys()) if "axis.code" not in names else []
    codes = {new.code: old.code for old, new in pairs if old is not None and new is not None and old.code != new.code}
    if not codes:
        return content
    return replace(
        content,
        axes=tuple(replace(each, code=codes.get(each.code, each.code)) for each in content.axes),
        objectives=tuple(
            replace(each, axis_code=codes.get(each.axis_code, each.axis_code)) for each in content.objectives
        ),
        rows=tuple(replace(each, axis_code=codes.get(each.axis_code, each.axis_code)) for each in content.rows),
    )


def _axes(base: PlanContent, content: PlanContent, names: frozenset[str]) -> tuple[Axis, ...]:
    if not content.axes:
        return base.axes
    return tuple(
        new if old is None else _named(old, new, "axis", names)
        for old, new in pair(base.axes, content.axes, axis_keys())
        if new is not None
    )


def _objectives(base: PlanContent, content: PlanContent, names: frozenset[str]) -> tuple[Objective, ...]:
    """Merge objectives. A level of objectives absent from the file is unchanged."""
    levels = {each.is_strategic for each in content.objectives}
    found = []
    for old, new in pair(base.objectives, content.objectives, (lambda each: each.code,)):
        if new is not None:
            found.append(new if old is None else _named(old, new, "objective", names))
        elif old is not None and old.is_strategic not in levels:
            found.append(old)
    return tuple(found)


def _actions(
    base: PlanContent, content: PlanContent, rows: tuple[Row, ...], names: frozenset[str]
) -> tuple[ActionTitle, ...]:
    """Merge the titles of the numbers that have rows: the version's with the fields of the file, or the file's."""
    numbers = {row.number for row in rows}
    found = []
    for old, new in pair(base.actions, content.actions, (lambda each: each.number,)):
        known = old if old is not None else new
        if known is None or known.number not in numbers:
            continue
        found.append(known if old is None or new is None else _named(old, new, "action", names))
    return tuple(sorted(found, key=lambda each: each.number))


def _amounts(
    base: PlanContent, content: PlanContent, rows: tuple[Row, ...], names: frozenset[str]
) -> tuple[Amount, ...]:
    if names & {"amounts", "amount.cents"}:
        return content.amounts
    numbers = {row.number for row in rows}
    return tuple(amount for amount in base.amounts if amount.number in numbers)


def _of_rows(lines: tuple[_Life, ...], rows: tuple[Row, ...]) -> tuple[_Life, ...]:
    """Return the records of the actions that still have rows."""
    numbers = {row.number for row in rows}
    return tuple(line for line in lines if line.number in numbers)


def _named(base: _Record, read: _Record, record: str, names: frozenset[str]) -> _Record:
    """Return ``base`` with the fields of ``read`` that the file contains."""
    values: dict[str, Any] = {
        name: getattr(read, name)
        for name in (_PLAN_FIELDS if record == "plan" else [each.name for each in fields(_RECORDS[record])])
        if f"{record}.{name}" in names
    }
    return replace(base, **values)
