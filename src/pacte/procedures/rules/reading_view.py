"""What a reader sees of a case: public answers until they declared no conflict, and never what the grid hides. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pacte.procedures.records.form import FormField, FormSection, LinesField
from pacte.procedures.rules.conditions import Values


def sections_for_reader(
    form: tuple[FormSection, ...], values: Values, *, hides: frozenset[str], only_public: bool
) -> tuple[tuple[FormSection, ...], dict[str, Any]]:
    """Returns the sections with the fields that a reader may see, and their answers alone.

    ``hides``: fields (``contact``) or columns (``funders.who``). The answers leave with their fields, so that no page
    can draw them by another way.
    """
    sections = []
    for section in form:
        fields = tuple(
            _without_columns(each, hides)
            for each in section.fields
            if each.code not in hides and (each.is_public or not only_public)
        )
        if fields:
            sections.append(replace(section, fields=fields, when=None, checks=()))
    shown = {
        each.code: _seen(each, values[each.code])
        for section in sections
        for each in section.fields
        if each.code in values
    }
    return tuple(sections), shown


def _without_columns(field: FormField, hides: frozenset[str]) -> FormField:
    if not isinstance(field, LinesField):
        return replace(field, when=None)
    columns = tuple(each for each in field.columns if f"{field.code}.{each.code}" not in hides)
    return replace(field, columns=columns, when=None)


def _seen(field: FormField, answer: Any) -> Any:
    if not isinstance(field, LinesField) or not isinstance(answer, list):
        return answer
    codes = {each.code for each in field.columns}
    return [{code: each for code, each in line.items() if code in codes} for line in answer]
