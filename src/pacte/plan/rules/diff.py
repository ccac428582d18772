"""Differences between two states of a plan, one change per field, each with its nature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import ActionTitle, Amount, Axis, Objective, PlanContent, Row
from pacte.plan.rules import readable
from pacte.plan.rules.changes import Change, ChangeKind, Nature, PlanDiff, Subject
from pacte.plan.rules.diff_rows import row_changes, same_value
from pacte.plan.rules.pairing import Pair, axis_keys, pair, version_row_keys

_Part = Axis | Objective | ActionTitle | Row | Amount
_P = TypeVar("_P", Axis, Objective, Row, Amount)

_PLAN_NATURES = {
    "code": Nature.STRUCTURE,
    "title": Nature.WORDING,
    "region": Nature.WORDING,
    "first_year": Nature.SCHEDULE,
    "last_year": Nature.SCHEDULE,
    "periods": Nature.SCHEDULE,
    "document_title": Nature.WORDING,
    "decided_on": Nature.WORDING,
    "source": Nature.WORDING,
    "publics": Nature.TARGET,
}
_AXIS_NATURES = {
    "code": Nature.STRUCTURE,
    "label": Nature.WORDING,
    "title": Nature.WORDING,
    "description": Nature.WORDING,
    "amount_cents": Nature.AMOUNT,
    "amount_as_printed": Nature.WORDING,
    "publics": Nature.WORDING,
    "source_lines": Nature.WORDING,
    "doubts": Nature.WORDING,
}
_OBJECTIVE_NATURES = {
    "label": Nature.WORDING,
    "axis_code": Nature.STRUCTURE,
    "parent_code": Nature.STRUCTURE,
    "code_as_printed": Nature.WORDING,
    "doubts": Nature.WORDING,
}
_ACTION_NATURES = {"title": Nature.WORDING, "short_title": Nature.WORDING}


def diff(before: PlanContent, after: PlanContent) -> PlanDiff:
    """Return the changes from ``before`` to ``after``.

    Differences of spaces, apostrophes and final punctuation are ignored.
    """
    rows = pair(before.rows, after.rows, version_row_keys())
    changes = (
        *_fields(Subject.PLAN, "", None, before, after, _PLAN_NATURES),
        *_axes(before, after),
        *_objectives(before, after),
        *_actions(before, after),
        *_life(before, after),
        *_rows(rows, set(before.numbers), set(after.numbers)),
        *_row_order(before, rows),
        *_amounts(before, after),
    )
    touched = {(change.key, change.number) for change in changes if change.subject in (Subject.ROW, Subject.FIGURE)}
    kept = [new for old, new in rows if old is not None and new is not None]
    return PlanDiff(
        changes=changes,
        total_before=before.total_cents,
        total_after=after.total_cents,
        rows_unchanged=sum((row.key, row.number) not in touched for row in kept),
    )


def _axes(before: PlanContent, after: PlanContent) -> Iterator[Change]:
    for old, new in pair(before.axes, after.axes, axis_keys()):
        if old is None or new is None:
            yield _whole(Subject.AXIS, _known(old, new).code, None, old, new)
        else:
            yield from _fields(Subject.AXIS, new.code, None, old, new, _AXIS_NATURES)


def _objectives(before: PlanContent, after: PlanContent) -> Iterator[Change]:
    for old, new in pair(before.objectives, after.objectives, (lambda each: each.code,)):
        if old is None or new is None:
            yield _whole(Subject.OBJECTIVE, _known(old, new).code, None, old, new)
        else:
            yield from _fields(Subject.OBJECTIVE, new.code, None, old, new, _OBJECTIVE_NATURES)


def _actions(before: PlanContent, after: PlanContent) -> Iterator[Change]:
    """Yield added and removed action numbers, then changes of titles."""
    old_titles, new_titles = _titles(before), _titles(after)
    for number in sorted(old_titles.keys() | new_titles.keys()):
        old, new = old_titles.get(number), new_titles.get(number)
        if old is None or new is None:
            yield _whole(Subject.ACTION, str(number), number, old, new)
        else:
            yield from _fields(Subject.ACTION, str(number), number, old, new, _ACTION_NATURES)


def _life(before: PlanContent, after: PlanContent) -> Iterator[Change]:
    """Yield changes of statuses and lineage. A change of the reason's wording alone is not a commitment."""
    standings = [{each.number: each for each in content.standings} for content in (before, after)]
    numbers = {each.number for each in (*before.standings, *after.standings)}
    numbers |= {each.number for each in (*before.lineage, *after.lineage)}
    for number in sorted(numbers):
        old, new = (known.get(number) for known in standings)
        if not same_value(old, new):
            same_state = old is not None and new is not None and (old.state, old.since) == (new.state, new.since)
            yield _said(number, "standing", old, new, Nature.WORDING if same_state else Nature.STRUCTURE)
        origins, others = before.origins_of(number), after.origins_of(number)
        if set(origins) != set(others):
            yield _said(number, "lineage", origins, others, Nature.LINK)


def _said(number: ActionCode, field: str, old: Any, new: Any, nature: Nature) -> Change:
    return Change(
        ChangeKind.CHANGED,
        Subject.ACTION,
        str(number),
        number,
        field,
        readable.shown(old),
        readable.shown(new),
        nature,
    )


def _titles(content: PlanContent) -> dict[ActionCode, ActionTitle]:
    """Return a title for each number of the plan; that of the first row when the plan gives none."""
    found: dict[ActionCode, ActionTitle] = {}
    for row in reversed(content.rows):
        found[row.number] = ActionTitle(row.number, row.title, row.short_title)
    for action in reversed(content.actions):
        found[action.number] = action
    return found


def _rows(
    pairs: Sequence[Pair[Row]], numbers_before: set[ActionCode], numbers_after: set[ActionCode]
) -> Iterator[Change]:
    """Yield row changes. A row added or removed with its whole action is reported once, on the action."""
    for old, new in pairs:
        if old is not None and new is not None:
            yield from row_changes(old, new)
            continue
        row = _known(old, new)
        if row.number in numbers_before and row.number in numbers_after:
            yield _whole(Subject.ROW, row.key, row.number, old, new)


def _row_order(before: PlanContent, pairs: Sequence[Pair[Row]]) -> Iterator[Change]:
    places = {id(row): place for place, row in enumerate(before.rows)}
    kept = [(places[id(old)], old, new) for old, new in pairs if old is not None and new is not None]
    ordered = sorted(kept, key=lambda each: each[0])
    if [each[0] for each in kept] != [each[0] for each in ordered]:
        yield Change(
            ChangeKind.CHANGED,
            Subject.PLAN,
            "",
            None,
            "row_order",
            ", ".join(old.key for _, old, _ in ordered),
            ", ".join(new.key for _, _, new in kept),
            Nature.STRUCTURE,
        )


def _amounts(before: PlanContent, after: PlanContent) -> Iterator[Change]:
    for old, new in pair(before.amounts, after.amounts, (lambda each: (each.number, each.year),)):
        known = _known(old, new)
        if old is None or new is None:
            yield _whole(Subject.AMOUNT, str(known.number), known.number, old, new, Nature.AMOUNT)
        elif old.cents != new.cents:
            yield Change(
                ChangeKind.CHANGED,
                Subject.AMOUNT,
                str(known.number),
                known.number,
                "cents",
                _name(old),
                _name(new),
                Nature.AMOUNT,
            )


def _fields(
    subject: Subject, key: str, number: ActionCode | None, before: Any, after: Any, natures: dict[str, Nature]
) -> Iterator[Change]:
    for field, nature in natures.items():
        old, new = getattr(before, field), getattr(after, field)
        if not same_value(old, new):
            yield Change(
                ChangeKind.CHANGED,
                subject,
                key,
                number,
                field,
                readable.shown(old, field),
                readable.shown(new, field),
                nature,
            )


def _whole(
    subject: Subject,
    key: str,
    number: ActionCode | None,
    old: _Part | None,
    new: _Part | None,
    nature: Nature = Nature.STRUCTURE,
) -> Change:
    kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
    return Change(kind, subject, key, number, "", _name(old), _name(new), nature)


def _name(part: _Part | None) -> str:
    """Return a short name: title of an axis or row, label of an objective, amount of a year."""
    if part is None:
        return ""
    if isinstance(part, Amount):
        return f"{part.year} : {readable.money(part.cents)}" if part.year else readable.money(part.cents)
    return part.label if isinstance(part, Objective) else part.title


def _known(old: _P | None, new: _P | None) -> _P:
    found = new if new is not None else old
    if found is None:
        raise ValueError("a pair holds at least one record")
    return found
