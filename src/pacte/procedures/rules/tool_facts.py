"""What the facts told by another tool add to the answers of a case, and what they contradict. Pure.

An answer that is missing here is added. One that is not the same is a difference: a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pacte.kernel.french import format_number
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import FormField, SectionAuthor, Total
from pacte.procedures.records.tool_facts import ToolDifference, ToolFacts, ToolTotal
from pacte.procedures.rules.answer_text import Labels, answer_text
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.form_answers import sections_by, total_of


@dataclass(frozen=True, slots=True)
class ToolAnswers:
    """``values`` to save, as ``changes`` tell them, and the ``differences`` that stay."""

    values: dict[str, Any]
    changes: tuple[ToolDifference, ...]
    differences: tuple[ToolDifference, ...]


def tool_answers(
    procedure: Procedure, values: Mapping[str, Any], facts: ToolFacts, *, replaces: bool, names: Labels
) -> ToolAnswers:
    """Returns what the facts change in a case, and what they contradict. ``replaces``: a person takes theirs.

    What the applicant answered is never replaced: another certification may be the file of somebody else. A total that
    is lower than the lines here is a difference too, since nobody knows which line is wrong.
    """
    new: dict[str, Any] = {}
    changes, differences = [], []
    for each in _differences(procedure, values, facts.answers, names):
        if each.is_replaceable and (replaces or not each.here):
            new[each.code] = facts.answers[each.code]
            changes.append(each)
        else:
            differences.append(each)
    total = _total_difference(procedure, values, facts.total) if facts.total else None
    if total and facts.total and total.is_replaceable:
        new[total.code] = _lines_with(values, facts.total)
    if total:
        (changes if total.is_replaceable else differences).append(total)
    return ToolAnswers(new, tuple(changes), tuple(differences))


def _differences(
    procedure: Procedure, values: Mapping[str, Any], theirs: Mapping[str, Any], names: Labels
) -> Iterator[ToolDifference]:
    written_here = {each.code for each in _instructed(procedure)}
    for each in procedure.fields:
        there, here = theirs.get(each.code), values.get(each.code)
        if is_filled(there) and not _is_same(there, here):
            texts = (answer_text(each, here, names) if is_filled(here) else "", answer_text(each, there, names))
            yield ToolDifference(each.code, each.label, *texts, each.code in written_here)


def _instructed(procedure: Procedure) -> list[FormField]:
    return [field for each in sections_by(procedure.form, SectionAuthor.INSTRUCTOR) for field in each.fields]


def _is_same(theirs: Any, here: Any) -> bool:
    """The order of several codes says nothing."""
    return (
        sorted(theirs) == sorted(here) if isinstance(theirs, list) and isinstance(here, list) else bool(theirs == here)
    )


def _total_difference(procedure: Procedure, values: Mapping[str, Any], theirs: ToolTotal) -> ToolDifference | None:
    """None for the same total. A lower one takes nothing away."""
    here = _total_here(values, theirs)
    field = procedure.field(theirs.lines)
    label = field.label if field else theirs.lines
    if theirs.total == here:
        return None
    return ToolDifference(theirs.lines, label, _number(here), _number(theirs.total), is_replaceable=theirs.total > here)


def _lines_with(values: Mapping[str, Any], theirs: ToolTotal) -> list[dict[str, Any]]:
    """What the total has more than the lines here is one more line, of the day of the total."""
    more = theirs.total - _total_here(values, theirs)
    return [*values.get(theirs.lines, ()), {theirs.day: theirs.on.isoformat(), theirs.column: _stored(more)}]


def _total_here(values: Mapping[str, Any], theirs: ToolTotal) -> Decimal:
    return total_of(Total((f"{theirs.lines}.{theirs.column}",)), values)


def _stored(number: Decimal) -> int | str:
    return int(number) if number == number.to_integral_value() else format(number.normalize(), "f")


def _number(number: Decimal) -> str:
    return format_number(number, 0 if number == number.to_integral_value() else 1)
