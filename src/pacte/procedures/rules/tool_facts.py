"""What the facts told by another tool add to the answers of a case, and what they contradict. Pure.

An answer that is missing here is added. One that is not the same is a difference: a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pacte.kernel.french import format_number
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import FormField, SectionAuthor, Total
from pacte.procedures.records.tool_facts import ToolDifference, ToolFacts, ToolTotal
from pacte.procedures.rules.answer_text import Labels, answer_text
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.form_answers import sections_by, total_of


def tool_answers(
    procedure: Procedure, values: Mapping[str, Any], facts: ToolFacts, *, replaces: bool, names: Labels
) -> tuple[dict[str, Any], list[ToolDifference]]:
    """Returns the answers to save, and the differences that stay. ``replaces``: a person takes those of the tool.

    What the applicant answered is never replaced: another certification may be the file of somebody else. A total that
    is lower than the lines here is a difference too, since nobody knows which line is wrong.
    """
    new: dict[str, Any] = {}
    differences = []
    written_here = {each.code for each in _instructed(procedure)}
    for each in procedure.fields:
        theirs, here = facts.answers.get(each.code), values.get(each.code)
        if not is_filled(theirs) or _is_same(theirs, here):
            continue
        is_replaceable = each.code in written_here
        if is_replaceable and (replaces or not is_filled(here)):
            new[each.code] = theirs
        else:
            texts = (answer_text(each, here, names) or "rien", answer_text(each, theirs, names))
            differences.append(ToolDifference(each.label, *texts, is_replaceable))
    if facts.total:
        _add_total(procedure, values, facts.total, new, differences)
    return new, differences


def _instructed(procedure: Procedure) -> list[FormField]:
    return [field for each in sections_by(procedure.form, SectionAuthor.INSTRUCTOR) for field in each.fields]


def _is_same(theirs: Any, here: Any) -> bool:
    """The order of several codes says nothing."""
    return (
        sorted(theirs) == sorted(here) if isinstance(theirs, list) and isinstance(here, list) else bool(theirs == here)
    )


def _add_total(
    procedure: Procedure,
    values: Mapping[str, Any],
    theirs: ToolTotal,
    new: dict[str, Any],
    differences: list[ToolDifference],
) -> None:
    """What the total has more than the lines here is one more line, of the day of the total."""
    here = total_of(Total((f"{theirs.lines}.{theirs.column}",)), values)
    more = theirs.total - here
    if more < 0:
        field = procedure.field(theirs.lines)
        label = field.label if field else theirs.lines
        differences.append(ToolDifference(label, _number(here), _number(theirs.total), is_replaceable=False))
    elif more:
        line = {theirs.day: theirs.on.isoformat(), theirs.column: _stored(more)}
        new[theirs.lines] = [*values.get(theirs.lines, ()), line]


def _stored(number: Decimal) -> int | str:
    return int(number) if number == number.to_integral_value() else format(number.normalize(), "f")


def _number(number: Decimal) -> str:
    return format_number(number, 0 if number == number.to_integral_value() else 1)
