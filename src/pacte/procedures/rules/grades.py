"""Points on a grid: what somebody answered, before and after, criterion by criterion. Pure.

Points are for the provider and for means over several of them: nothing here puts two of them in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pacte.procedures.records.counts import GradeGain
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import ChoiceField, FormSection
from pacte.procedures.rules.conditions import Values

GradePair = tuple[ChoiceField, ChoiceField]


@dataclass(frozen=True, slots=True)
class GradeChange:
    """One criterion, before and after, in the words of the grid; "" where it is not graded yet."""

    label: str
    before: str
    after: str
    points: int | None


def graded_fields(section: FormSection) -> tuple[ChoiceField, ...]:
    """Returns the criteria of a grid: its choices of one level, written from the lowest."""
    return tuple(each for each in section.fields if isinstance(each, ChoiceField) and not each.is_multiple)


def grade_pairs(procedure: Procedure, gain: GradeGain) -> tuple[GradePair, ...]:
    """Returns each criterion in both sections; empty when they are not the same grid."""
    sections = {each.code: each for each in procedure.form}
    if gain.before not in sections or gain.after not in sections:
        return ()
    before, after = graded_fields(sections[gain.before]), graded_fields(sections[gain.after])
    if [(each.label, each.choices) for each in before] != [(each.label, each.choices) for each in after]:
        return ()
    return tuple(zip(before, after, strict=True))


def grade_changes(pairs: Iterable[GradePair], values: Values) -> tuple[GradeChange, ...]:
    """Returns what each criterion was and became. ``points``: gained, None until it is graded twice."""
    return tuple(
        GradeChange(
            before.label,
            dict(before.choices).get(str(values.get(before.code)), ""),
            dict(after.choices).get(str(values.get(after.code)), ""),
            _gained(before, after, values),
        )
        for before, after in pairs
    )


def points_gained(pairs: Iterable[GradePair], values: Values) -> int | None:
    """Returns the points gained over the grid; None while a criterion is not graded twice."""
    gained = [_gained(before, after, values) for before, after in pairs]
    known = [each for each in gained if each is not None]
    return sum(known) if gained and len(known) == len(gained) else None


def _gained(before: ChoiceField, after: ChoiceField, values: Values) -> int | None:
    earlier, later = _rank(before, values), _rank(after, values)
    return None if earlier is None or later is None else later - earlier


def _rank(field: ChoiceField, values: Values) -> int | None:
    codes = [code for code, _ in field.choices]
    answer = values.get(field.code)
    return codes.index(answer) if answer in codes else None
