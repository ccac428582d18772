"""Merges a file into a version: the file replaces the fields that it contains."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from pacte.kernel.defects import CellReference
from pacte.plan.records import (
    ActionStatus,
    ActionTitle,
    Amount,
    Axis,
    Figure,
    LineageLink,
    Objective,
    ParsedPlan,
    PlanContent,
    PlanRow,
)
from pacte.plan.rules.merge_rows import FilePrecision, merged_row
from pacte.plan.rules.record_matching import axis_keys, file_row_keys, match_records

_Record = TypeVar("_Record", Axis, Objective, PlanContent, ActionTitle)
_LifecycleRecord = TypeVar("_LifecycleRecord", ActionStatus, LineageLink)

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
    "standing": ActionStatus,
    "lineage": LineageLink,
}

ALL_FIELDS: frozenset[str] = frozenset(
    [each.name for each in fields(PlanRow)]
    + [f"plan.{name}" for name in _PLAN_FIELDS]
    + [f"{record}.{each.name}" for record, kind in _RECORDS.items() for each in fields(kind)]
)


def merge_file_into_plan(base: PlanContent, parsed: ParsedPlan) -> PlanContent:
    """Return ``base`` merged with the file: fields replaced, rows matched, rows absent from the table removed.

    Rows keep the keys of ``base``. A complete file returns its own content.
    """
    if parsed.content is None:
        return base
    if parsed.fields >= ALL_FIELDS:
        return parsed.content
    content = _with_known_axes(base, parsed.content, parsed.fields)
    rows = tuple(row for _, row in _merged_rows(base, content, parsed.fields)) if content.rows else base.rows
    with_plan_fields = _with_named_fields(base, content, "plan", parsed.fields)
    return replace(
        with_plan_fields,
        axes=_merged_axes(base, content, parsed.fields),
        objectives=_merged_objectives(base, content, parsed.fields),
        actions=_merged_actions(base, content, rows, parsed.fields),
        rows=rows,
        amounts=_merged_amounts(base, content, rows, parsed.fields),
        statuses=_for_existing_rows(content.statuses if "standing.state" in parsed.fields else base.statuses, rows),
        lineage=_for_existing_rows(content.lineage if "lineage.kind" in parsed.fields else base.lineage, rows),
    )


def cells_by_merged_field(base: PlanContent, parsed: ParsedPlan) -> dict[tuple[str, str], CellReference]:
    """Return the cells of the file by key of the merged plan (``ParsedPlan.cell_by_field`` uses the file's keys)."""
    cells = dict(parsed.cell_by_field or {})
    if parsed.content is None or parsed.fields >= ALL_FIELDS:
        return cells
    content = _with_known_axes(base, parsed.content, parsed.fields)
    keys = {read.key: row.key for read, row in _merged_rows(base, content, parsed.fields)}
    keys |= {
        f"axis:{read.code}": f"axis:{known.code}" for read, known in zip(parsed.content.axes, content.axes, strict=True)
    }
    return {(keys.get(subject, subject), field): cell for (subject, field), cell in cells.items()}


def _merged_rows(base: PlanContent, content: PlanContent, names: frozenset[str]) -> Iterator[tuple[PlanRow, PlanRow]]:
    """Yield each row of the file with its merged row."""
    precision = FilePrecision.of(content, names)
    pairs = match_records(base.rows, content.rows, file_row_keys("key" in names))
    taken = {row.key for row in base.rows}
    for old, new in pairs:
        if old is not None and new is not None:
            yield new, merged_row(old, new, precision)
        elif new is not None:
            key = _free_key(new, taken)
            taken.add(key)
            yield new, replace(new, key=key)


def _free_key(row: PlanRow, taken: Collection[str]) -> str:
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
    pairs = match_records(base.axes, content.axes, axis_keys()) if "axis.code" not in names else []
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


def _merged_axes(base: PlanContent, content: PlanContent, names: frozenset[str]) -> tuple[Axis, ...]:
    if not content.axes:
        return base.axes
    return tuple(
        new if old is None else _with_named_fields(old, new, "axis", names)
        for old, new in match_records(base.axes, content.axes, axis_keys())
        if new is not None
    )


def _merged_objectives(base: PlanContent, content: PlanContent, names: frozenset[str]) -> tuple[Objective, ...]:
    """Merge objectives. A level of objectives absent from the file is unchanged."""
    levels = {each.is_strategic for each in content.objectives}
    merged = []
    for old, new in match_records(base.objectives, content.objectives, (lambda each: each.code,)):
        if new is not None:
            merged.append(new if old is None else _with_named_fields(old, new, "objective", names))
        elif old is not None and old.is_strategic not in levels:
            merged.append(old)
    return tuple(merged)


def _merged_actions(
    base: PlanContent, content: PlanContent, rows: tuple[PlanRow, ...], names: frozenset[str]
) -> tuple[ActionTitle, ...]:
    """Merge the titles of the numbers that have rows: the version's with the fields of the file, or the file's."""
    numbers = {row.number for row in rows}
    titles = []
    for old, new in match_records(base.actions, content.actions, (lambda each: each.number,)):
        known = old if old is not None else new
        if known is None or known.number not in numbers:
            continue
        titles.append(known if old is None or new is None else _with_named_fields(old, new, "action", names))
    return tuple(sorted(titles, key=lambda each: each.number))


def _merged_amounts(
    base: PlanContent, content: PlanContent, rows: tuple[PlanRow, ...], names: frozenset[str]
) -> tuple[Amount, ...]:
    if names & {"amounts", "amount.cents"}:
        return content.amounts
    numbers = {row.number for row in rows}
    return tuple(amount for amount in base.amounts if amount.number in numbers)


def _for_existing_rows(
    records: tuple[_LifecycleRecord, ...], rows: tuple[PlanRow, ...]
) -> tuple[_LifecycleRecord, ...]:
    """Return the records of the actions that still have rows."""
    numbers = {row.number for row in rows}
    return tuple(record for record in records if record.number in numbers)


def _with_named_fields(base: _Record, read: _Record, record: str, names: frozenset[str]) -> _Record:
    """Return ``base`` with the fields of ``read`` that the file contains."""
    values: dict[str, Any] = {
        name: getattr(read, name)
        for name in (_PLAN_FIELDS if record == "plan" else [each.name for each in fields(_RECORDS[record])])
        if f"{record}.{name}" in names
    }
    return replace(base, **values)
