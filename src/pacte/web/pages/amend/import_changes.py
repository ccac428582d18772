"""Changes that a file would make, for the review page: substantive changes first, then wording. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pacte.exchange.records import column_letter
from pacte.plan.records import CellReference
from pacte.plan.rules.changes import ChangeKind, ChangeNature, ChangeSubject, PlanChange, PlanDiff
from pacte.plan.rules.labels import enum_label, plan_field_label
from pacte.plan.rules.text_diff import WordChange, word_changes

_MOST = 400
# A longer run of unchanged words is cut in the middle, so that the changes stay visible.
_LONGEST_SAME = 90
# Long texts that share less than this are shown side by side, without word marks.
_SHARED = 0.4
# Fields read from the cell of another field.
_SAME_CELL = {
    "description": "title",
    "short_title": "title",
    "title_as_printed": "title",
    "leads_as_printed": "leads",
    "figures": "expected_result",
    "key": "number",
}
_PLACES = {
    ChangeSubject.PLAN: "Le plan",
    ChangeSubject.AXIS: "Axe {}",
    ChangeSubject.OBJECTIVE: "Objectif {}",
}

# Keys of the parsed plan for the subject of a cell.
_SUBJECTS = {
    ChangeSubject.PLAN: "plan",
    ChangeSubject.AXIS: "axis:{key}",
    ChangeSubject.OBJECTIVE: "objective:{key}",
    ChangeSubject.ACTION: "action:{number}",
}

Where = Mapping[tuple[str, str], CellReference]


def changes_of(difference: PlanDiff | None, where: Where) -> list[dict[str, Any]]:
    """One entry per change: its letter, its cell when the file shows it, its words before and after."""
    if difference is None:
        return []
    ordered = sorted(difference.changes, key=lambda change: change.nature is ChangeNature.WORDING)
    return [_line(rank, change, where) for rank, change in enumerate(ordered[:_MOST])]


def cell_of(change: PlanChange, where: Where) -> CellReference | None:
    subject = _SUBJECTS.get(change.subject, "{key}").format(key=change.key, number=change.number)
    if change.subject is ChangeSubject.FIGURE:
        return where.get((subject, "figures")) or where.get((subject, "expected_result"))
    field = change.field or "number"
    return where.get((subject, field)) or where.get((subject, _SAME_CELL.get(field, "title")))


def _line(rank: int, change: PlanChange, where: Where) -> dict[str, Any]:
    cell = cell_of(change, where)
    before, after = _sides(change)
    return {
        "mark": column_letter(rank + 1),
        "tone": "good" if change.kind is ChangeKind.ADDED else "accent",
        "what": f"{_place(change)}, {_subject(change)}",
        "cell": f"{cell.column}{cell.row}" if cell else "",
        "place": cell,
        "nature": enum_label(change.nature),
        "is_wording": change.nature is ChangeNature.WORDING,
        "before": before,
        "after": after,
    }


def _place(change: PlanChange) -> str:
    if change.number is not None:
        return f"Action {change.number}"
    return _PLACES.get(change.subject, "Ligne {}").format(change.key)


def _subject(change: PlanChange) -> str:
    if change.field:
        return plan_field_label(change.subject, change.field)
    return {
        ChangeKind.ADDED: f"{enum_label(change.subject)} en plus",
        ChangeKind.REMOVED: f"{enum_label(change.subject)} en moins",
        ChangeKind.CHANGED: enum_label(change.subject),
    }[change.kind]


def _sides(change: PlanChange) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Words before and after: removed words are struck through on the left, added ones underlined on the right."""
    if change.kind is ChangeKind.ADDED:
        return [{"kind": "same", "text": "n’y est pas"}], [{"kind": "ins", "text": change.after or "ajouté"}]
    if change.kind is ChangeKind.REMOVED:
        return [{"kind": "del", "text": change.before or "retiré"}], [{"kind": "same", "text": "n’y est plus"}]
    runs = word_changes(change.before, change.after)
    shared = sum(len(text) for op, text in runs if op is WordChange.EQUAL)
    if shared < _SHARED * max(len(change.before), len(change.after)) and len(change.before) > _LONGEST_SAME:
        return [{"kind": "same", "text": change.before}], [{"kind": "same", "text": change.after or "vide"}]
    before = [_run(op, text, "del") for op, text in runs if op is not WordChange.ADDED and text.strip()]
    after = [_run(op, text, "ins") for op, text in runs if op is not WordChange.REMOVED and text.strip()]
    empty = [{"kind": "same", "text": "vide"}]
    return before or empty, after or empty


def _run(op: WordChange, text: str, kind: str) -> dict[str, str]:
    flat = " ".join(text.split())
    if op is not WordChange.EQUAL:
        return {"kind": kind, "text": flat}
    if len(flat) > _LONGEST_SAME:
        flat = f"{flat[: _LONGEST_SAME // 2].rstrip()} […] {flat[-_LONGEST_SAME // 2 :].lstrip()}"
    return {"kind": "same", "text": flat}
