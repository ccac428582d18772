"""Changes that a file would make, for the review page: substantive changes first, then wording. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pacte.exchange.records import column_letter
from pacte.plan.records import CellReference
from pacte.plan.rules.changes import ChangeKind, ChangeNature, ChangeSubject, PlanChange, PlanDiff
from pacte.plan.rules.labels import enum_label, plan_field_label
from pacte.plan.rules.text_diff import WordChange, word_changes

_MAX_CHANGES = 400
# A longer run of unchanged words is cut in the middle, so that the changes stay visible.
_MAX_UNCHANGED_LENGTH = 90
# Long texts that share less than this are shown side by side, without word marks.
_MIN_SHARED_RATIO = 0.4
# Fields read from the cell of another field.
_FIELD_SHARING_CELL = {
    "description": "title",
    "short_title": "title",
    "title_as_printed": "title",
    "leads_as_printed": "leads",
    "figures": "expected_result",
    "key": "number",
}
_SUBJECT_LABELS = {
    ChangeSubject.PLAN: "Le plan",
    ChangeSubject.AXIS: "Axe {}",
    ChangeSubject.OBJECTIVE: "Objectif {}",
}

# Keys of the parsed plan for the subject of a cell.
_SUBJECT_KEYS = {
    ChangeSubject.PLAN: "plan",
    ChangeSubject.AXIS: "axis:{key}",
    ChangeSubject.OBJECTIVE: "objective:{key}",
    ChangeSubject.ACTION: "action:{number}",
}

CellsByField = Mapping[tuple[str, str], CellReference]


def import_change_values(difference: PlanDiff | None, cells_by_field: CellsByField) -> list[dict[str, Any]]:
    """One entry per change: its letter, its cell when the file shows it, its words before and after."""
    if difference is None:
        return []
    ordered = sorted(difference.changes, key=lambda change: change.nature is ChangeNature.WORDING)
    return [_change_values(rank, change, cells_by_field) for rank, change in enumerate(ordered[:_MAX_CHANGES])]


def cell_of_change(change: PlanChange, cells_by_field: CellsByField) -> CellReference | None:
    subject = _SUBJECT_KEYS.get(change.subject, "{key}").format(key=change.key, number=change.number)
    if change.subject is ChangeSubject.FIGURE:
        return cells_by_field.get((subject, "figures")) or cells_by_field.get((subject, "expected_result"))
    field = change.field or "number"
    return cells_by_field.get((subject, field)) or cells_by_field.get(
        (subject, _FIELD_SHARING_CELL.get(field, "title"))
    )


def _change_values(rank: int, change: PlanChange, cells_by_field: CellsByField) -> dict[str, Any]:
    cell = cell_of_change(change, cells_by_field)
    before, after = _before_and_after(change)
    return {
        "mark": column_letter(rank + 1),
        "tone": "good" if change.kind is ChangeKind.ADDED else "accent",
        "what": f"{_place_label(change)}, {_subject_label(change)}",
        "cell": f"{cell.column}{cell.row}" if cell else "",
        "place": cell,
        "nature": enum_label(change.nature),
        "is_wording": change.nature is ChangeNature.WORDING,
        "before": before,
        "after": after,
    }


def _place_label(change: PlanChange) -> str:
    if change.number is not None:
        return f"Action {change.number}"
    return _SUBJECT_LABELS.get(change.subject, "Ligne {}").format(change.key)


def _subject_label(change: PlanChange) -> str:
    if change.field:
        return plan_field_label(change.subject, change.field)
    return {
        ChangeKind.ADDED: f"{enum_label(change.subject)} en plus",
        ChangeKind.REMOVED: f"{enum_label(change.subject)} en moins",
        ChangeKind.CHANGED: enum_label(change.subject),
    }[change.kind]


def _before_and_after(change: PlanChange) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Words before and after: removed words are struck through on the left, added ones underlined on the right."""
    if change.kind is ChangeKind.ADDED:
        return [{"kind": "same", "text": "n’y est pas"}], [{"kind": "ins", "text": change.after or "ajouté"}]
    if change.kind is ChangeKind.REMOVED:
        return [{"kind": "del", "text": change.before or "retiré"}], [{"kind": "same", "text": "n’y est plus"}]
    runs = word_changes(change.before, change.after)
    shared = sum(len(text) for op, text in runs if op is WordChange.EQUAL)
    if (
        shared < _MIN_SHARED_RATIO * max(len(change.before), len(change.after))
        and len(change.before) > _MAX_UNCHANGED_LENGTH
    ):
        return [{"kind": "same", "text": change.before}], [{"kind": "same", "text": change.after or "vide"}]
    before = [_diff_run(op, text, "del") for op, text in runs if op is not WordChange.ADDED and text.strip()]
    after = [_diff_run(op, text, "ins") for op, text in runs if op is not WordChange.REMOVED and text.strip()]
    empty = [{"kind": "same", "text": "vide"}]
    return before or empty, after or empty


def _diff_run(op: WordChange, text: str, kind: str) -> dict[str, str]:
    flat = " ".join(text.split())
    if op is not WordChange.EQUAL:
        return {"kind": kind, "text": flat}
    if len(flat) > _MAX_UNCHANGED_LENGTH:
        flat = f"{flat[: _MAX_UNCHANGED_LENGTH // 2].rstrip()} […] {flat[-_MAX_UNCHANGED_LENGTH // 2 :].lstrip()}"
    return {"kind": "same", "text": flat}
