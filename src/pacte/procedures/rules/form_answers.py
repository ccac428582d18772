"""What a form asks, given its answers: fields shown, answers left out, sums. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from pacte.procedures.records.form import (
    AmountField,
    AttachmentField,
    FormField,
    FormSection,
    LinesField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    Total,
)
from pacte.procedures.rules.conditions import Values, holds, is_filled


def sections_by(form: tuple[FormSection, ...], author: SectionAuthor) -> tuple[FormSection, ...]:
    """Returns the sections that one of the two answers."""
    return tuple(section for section in form if section.author is author)


def asked_sections(form: tuple[FormSection, ...], values: Values) -> tuple[FormSection, ...]:
    """Returns the sections that the answers call for."""
    return tuple(section for section in form if holds(section.when, values))


def asked_fields(form: tuple[FormSection, ...], values: Values) -> list[FormField]:
    """Returns the fields that the answers call for, in order."""
    return [each for section in asked_sections(form, values) for each in section.fields if holds(each.when, values)]


def asked_answers(form: tuple[FormSection, ...], values: Values) -> dict[str, Any]:
    """Returns the answers to what is asked, in lines too: an answer that a condition hides stays in the draft only."""
    return {
        each.code: _asked_lines(each, values[each.code], values) if isinstance(each, LinesField) else values[each.code]
        for each in asked_fields(form, values)
        if is_filled(values.get(each.code))
    }


def hidden_answers(form: tuple[FormSection, ...], values: Values) -> tuple[FormField, ...]:
    """Returns the fields that were answered and are no longer asked: what a sending leaves out, to be said."""
    asked_codes = {each.code for each in asked_fields(form, values)}
    every = (each for section in form for each in section.fields)
    return tuple(each for each in every if each.code not in asked_codes and is_filled(values.get(each.code)))


def line_columns(field: LinesField, line: Values, values: Values) -> Iterator[FormField]:
    """Yields the columns that a line calls for."""
    around = {**values, **line}
    return (column for column in field.columns if holds(column.when, around))


def answers_to_continue(form: tuple[FormSection, ...], values: Values) -> dict[str, Any]:
    """Returns the answers of an ended case that a new application of its call begins with.

    Those of the fields that the applicant is still asked; what was attached is attached again.
    """
    fields = [each for section in sections_by(form, SectionAuthor.APPLICANT) for each in section.fields]
    codes = {each.code for each in fields if not isinstance(each, AttachmentField)}
    return {code: each for code, each in values.items() if code in codes}


def total_of(total: Total, values: Values) -> Decimal:
    """Returns the sum of its paths; what is not answered counts for nothing."""
    return sum((_number(each) for path in total.paths for each in _answers_at(path, values)), Decimal(0))


def total_is_money(total: Total, form: tuple[FormSection, ...]) -> bool:
    """Returns True for a sum of amounts, in cents."""
    by_path = {path: each for section in form for path, each in field_paths(section.fields)}
    return any(isinstance(by_path.get(path), AmountField) for path in total.paths)


def journey_named(fields: tuple[FormField, ...], values: Values) -> UUID | None:
    """Returns the key of the journey that the answers name; None without one, or when it is no key."""
    journeys = (each for each in fields if isinstance(each, ReferenceField) and each.kind is ReferenceTarget.JOURNEY)
    named = next((str(values[each.code]) for each in journeys if is_filled(values.get(each.code))), "")
    try:
        return UUID(named)
    except ValueError:
        return None


def journey_field(form: tuple[FormSection, ...]) -> ReferenceField | None:
    """Returns the question that names a journey; None without one."""
    return _first_reference(form, ReferenceTarget.JOURNEY)


def journey_answers(form: tuple[FormSection, ...], *, key: UUID, session: str) -> dict[str, Any]:
    """Returns what the page of a journey already answers: its number, and that of its session when there is one."""
    named = {ReferenceTarget.JOURNEY: str(key), ReferenceTarget.SESSION: session}
    fields = {kind: _first_reference(form, kind) for kind in named}
    return {field.code: named[kind] for kind, field in fields.items() if field is not None and named[kind]}


def field_paths(fields: tuple[FormField, ...], prefix: str = "") -> Iterator[tuple[str, FormField]]:
    """Yields each field and each column of lines with its path: ``budget``, ``budget.euros``."""
    for each in fields:
        yield f"{prefix}{each.code}", each
        if isinstance(each, LinesField):
            yield from field_paths(each.columns, f"{each.code}.")


def _first_reference(form: tuple[FormSection, ...], kind: ReferenceTarget) -> ReferenceField | None:
    every = (each for section in form for each in section.fields)
    return next((each for each in every if isinstance(each, ReferenceField) and each.kind is kind), None)


def _asked_lines(field: LinesField, lines: list[dict[str, Any]], values: Values) -> list[dict[str, Any]]:
    lines_to_keep = []
    for line in lines:
        answers = {
            column.code: line[column.code]
            for column in line_columns(field, line, values)
            if is_filled(line.get(column.code))
        }
        if answers:
            lines_to_keep.append(answers)
    return lines_to_keep


def _answers_at(path: str, values: Values) -> Iterator[Any]:
    code, _, column = path.partition(".")
    answer = values.get(code)
    if not column:
        yield answer
    elif isinstance(answer, list):
        yield from (line.get(column) for line in answer)


def _number(answer: Any) -> Decimal:
    return Decimal(answer) if isinstance(answer, int | str) and not isinstance(answer, bool) and answer else Decimal(0)
