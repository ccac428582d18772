"""Differences between two states of a plan, one change per field, each with its nature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import ActionTitle, Amount, Axis, Objective, PlanContent, PlanRow
from pacte.plan.rules import display
from pacte.plan.rules.changes import ChangeKind, ChangeNature, ChangeSubject, PlanChange, PlanDiff
from pacte.plan.rules.diff_rows import row_changes, same_value
from pacte.plan.rules.record_matching import RecordPair, axis_keys, match_records, version_row_keys

_Part = Axis | Objective | ActionTitle | PlanRow | Amount
_P = TypeVar("_P", Axis, Objective, PlanRow, Amount)

_PLAN_NATURES = {
    "code": ChangeNature.STRUCTURE,
    "title": ChangeNature.WORDING,
    "region": ChangeNature.WORDING,
    "first_year": ChangeNature.SCHEDULE,
    "last_year": ChangeNature.SCHEDULE,
    "periods": ChangeNature.SCHEDULE,
    "document_title": ChangeNature.WORDING,
    "decided_on": ChangeNature.WORDING,
    "source": ChangeNature.WORDING,
    "publics": ChangeNature.TARGET,
}
_AXIS_NATURES = {
    "code": ChangeNature.STRUCTURE,
    "label": ChangeNature.WORDING,
    "title": ChangeNature.WORDING,
    "description": ChangeNature.WORDING,
    "amount_cents": ChangeNature.AMOUNT,
    "amount_as_printed": ChangeNature.WORDING,
    "publics": ChangeNature.WORDING,
    "source_lines": ChangeNature.WORDING,
    "doubts": ChangeNature.WORDING,
}
_OBJECTIVE_NATURES = {
    "label": ChangeNature.WORDING,
    "axis_code": ChangeNature.STRUCTURE,
    "parent_code": ChangeNature.STRUCTURE,
    "code_as_printed": ChangeNature.WORDING,
    "doubts": ChangeNature.WORDING,
}
_ACTION_NATURES = {"title": ChangeNature.WORDING, "short_title": ChangeNature.WORDING}


def diff_plans(before: PlanContent, after: PlanContent) -> PlanDiff:
    """Return the changes from ``before`` to ``after``.

    Differences of spaces, apostrophes and final punctuation are ignored.
    """
    rows = match_records(before.rows, after.rows, version_row_keys())
    changes = (
        *_field_changes(ChangeSubject.PLAN, "", None, before, after, _PLAN_NATURES),
        *_axis_changes(before, after),
        *_objective_changes(before, after),
        *_action_changes(before, after),
        *_lifecycle_changes(before, after),
        *_row_changes(rows, set(before.numbers), set(after.numbers)),
        *_row_order_change(before, rows),
        *_amount_changes(before, after),
    )
    touched = {
        (change.key, change.number) for change in changes if change.subject in (ChangeSubject.ROW, ChangeSubject.FIGURE)
    }
    matched_rows = [new for old, new in rows if old is not None and new is not None]
    return PlanDiff(
        changes=changes,
        total_before=before.total_cents,
        total_after=after.total_cents,
        rows_unchanged=sum((row.key, row.number) not in touched for row in matched_rows),
    )


def _axis_changes(before: PlanContent, after: PlanContent) -> Iterator[PlanChange]:
    for old, new in match_records(before.axes, after.axes, axis_keys()):
        if old is None or new is None:
            yield _added_or_removed(ChangeSubject.AXIS, _present(old, new).code, None, old, new)
        else:
            yield from _field_changes(ChangeSubject.AXIS, new.code, None, old, new, _AXIS_NATURES)


def _objective_changes(before: PlanContent, after: PlanContent) -> Iterator[PlanChange]:
    for old, new in match_records(before.objectives, after.objectives, (lambda each: each.code,)):
        if old is None or new is None:
            yield _added_or_removed(ChangeSubject.OBJECTIVE, _present(old, new).code, None, old, new)
        else:
            yield from _field_changes(ChangeSubject.OBJECTIVE, new.code, None, old, new, _OBJECTIVE_NATURES)


def _action_changes(before: PlanContent, after: PlanContent) -> Iterator[PlanChange]:
    """Yield added and removed action numbers, then changes of titles."""
    old_titles, new_titles = _title_by_number(before), _title_by_number(after)
    for number in sorted(old_titles.keys() | new_titles.keys()):
        old, new = old_titles.get(number), new_titles.get(number)
        if old is None or new is None:
            yield _added_or_removed(ChangeSubject.ACTION, str(number), number, old, new)
        else:
            yield from _field_changes(ChangeSubject.ACTION, str(number), number, old, new, _ACTION_NATURES)


def _lifecycle_changes(before: PlanContent, after: PlanContent) -> Iterator[PlanChange]:
    """Yield changes of statuses and lineage. A change of the reason's wording alone is not a commitment."""
    statuses = [{each.number: each for each in content.statuses} for content in (before, after)]
    numbers = {each.number for each in (*before.statuses, *after.statuses)}
    numbers |= {each.number for each in (*before.lineage, *after.lineage)}
    for number in sorted(numbers):
        old, new = (known.get(number) for known in statuses)
        if not same_value(old, new):
            same_state = old is not None and new is not None and (old.state, old.since) == (new.state, new.since)
            yield _lifecycle_change(
                number, "standing", old, new, ChangeNature.WORDING if same_state else ChangeNature.STRUCTURE
            )
        origins, others = before.origins_of(number), after.origins_of(number)
        if set(origins) != set(others):
            yield _lifecycle_change(number, "lineage", origins, others, ChangeNature.LINK)


def _lifecycle_change(number: ActionCode, field: str, old: Any, new: Any, nature: ChangeNature) -> PlanChange:
    return PlanChange(
        ChangeKind.CHANGED,
        ChangeSubject.ACTION,
        str(number),
        number,
        field,
        display.display_value(old),
        display.display_value(new),
        nature,
    )


def _title_by_number(content: PlanContent) -> dict[ActionCode, ActionTitle]:
    """Return a title for each number of the plan; that of the first row when the plan gives none."""
    title_by_number: dict[ActionCode, ActionTitle] = {}
    for row in reversed(content.rows):
        title_by_number[row.number] = ActionTitle(row.number, row.title, row.short_title)
    for action in reversed(content.actions):
        title_by_number[action.number] = action
    return title_by_number


def _row_changes(
    pairs: Sequence[RecordPair[PlanRow]], numbers_before: set[ActionCode], numbers_after: set[ActionCode]
) -> Iterator[PlanChange]:
    """Yield row changes. A row added or removed with its whole action is reported once, on the action."""
    for old, new in pairs:
        if old is not None and new is not None:
            yield from row_changes(old, new)
            continue
        row = _present(old, new)
        if row.number in numbers_before and row.number in numbers_after:
            yield _added_or_removed(ChangeSubject.ROW, row.key, row.number, old, new)


def _row_order_change(before: PlanContent, pairs: Sequence[RecordPair[PlanRow]]) -> Iterator[PlanChange]:
    places = {id(row): place for place, row in enumerate(before.rows)}
    matched = [(places[id(old)], old, new) for old, new in pairs if old is not None and new is not None]
    ordered = sorted(matched, key=lambda each: each[0])
    if [each[0] for each in matched] != [each[0] for each in ordered]:
        yield PlanChange(
            ChangeKind.CHANGED,
            ChangeSubject.PLAN,
            "",
            None,
            "row_order",
            ", ".join(old.key for _, old, _ in ordered),
            ", ".join(new.key for _, _, new in matched),
            ChangeNature.STRUCTURE,
        )


def _amount_changes(before: PlanContent, after: PlanContent) -> Iterator[PlanChange]:
    for old, new in match_records(before.amounts, after.amounts, (lambda each: (each.number, each.year),)):
        known = _present(old, new)
        if old is None or new is None:
            yield _added_or_removed(
                ChangeSubject.AMOUNT, str(known.number), known.number, old, new, ChangeNature.AMOUNT
            )
        elif old.cents != new.cents:
            yield PlanChange(
                ChangeKind.CHANGED,
                ChangeSubject.AMOUNT,
                str(known.number),
                known.number,
                "cents",
                _record_name(old),
                _record_name(new),
                ChangeNature.AMOUNT,
            )


def _field_changes(
    subject: ChangeSubject,
    key: str,
    number: ActionCode | None,
    before: Any,
    after: Any,
    natures: dict[str, ChangeNature],
) -> Iterator[PlanChange]:
    for field, nature in natures.items():
        old, new = getattr(before, field), getattr(after, field)
        if not same_value(old, new):
            yield PlanChange(
                ChangeKind.CHANGED,
                subject,
                key,
                number,
                field,
                display.display_value(old, field),
                display.display_value(new, field),
                nature,
            )


def _added_or_removed(
    subject: ChangeSubject,
    key: str,
    number: ActionCode | None,
    old: _Part | None,
    new: _Part | None,
    nature: ChangeNature = ChangeNature.STRUCTURE,
) -> PlanChange:
    kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
    return PlanChange(kind, subject, key, number, "", _record_name(old), _record_name(new), nature)


def _record_name(part: _Part | None) -> str:
    """Return a short name: title of an axis or row, label of an objective, amount of a year."""
    if part is None:
        return ""
    if isinstance(part, Amount):
        return (
            f"{part.year} : {display.format_euro_amount(part.cents)}"
            if part.year
            else display.format_euro_amount(part.cents)
        )
    return part.label if isinstance(part, Objective) else part.title


def _present(old: _P | None, new: _P | None) -> _P:
    record = new if new is not None else old
    if record is None:
        raise ValueError("a pair holds at least one record")
    return record
