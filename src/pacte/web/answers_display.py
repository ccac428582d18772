"""Answers as a page shows them: short ones side by side, long texts, repeated lines as tables, evidence as a matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pacte.kernel.french import format_number
from pacte.kernel.money import format_euros
from pacte.procedures.queries.reference_names import reference_names
from pacte.procedures.records.form import (
    AmountField,
    AttachmentField,
    ChoiceField,
    FormField,
    FormSection,
    LinesField,
    NumberField,
    TextField,
    Total,
)
from pacte.procedures.rules.answer_text import Labels, answer_text
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.form_answers import asked_sections, total_of
from pacte.web.tables import Column, Table, cell

# Tone and sign of a cell of a matrix, by the rank of its choice: the first is full, the last is none.
_MARKS = (("good", "check"), ("watch", "half"), ("bad", "ring"))


@dataclass(frozen=True, slots=True)
class AnswersPart:
    """One section as a page shows it. ``facts``: short answers; ``texts``: long ones; ``tables``: repeated lines."""

    code: str
    title: str
    facts: list[dict[str, str]]
    texts: list[dict[str, str]]
    tables: list[dict[str, Any]]

    @property
    def is_empty(self) -> bool:
        return not (self.facts or self.texts or self.tables)


def answers_display(
    form: tuple[FormSection, ...], values: Mapping[str, Any], *, in_full: bool = True
) -> list[AnswersPart]:
    """The sections that have an answer. Not ``in_full``: without long texts, amounts, lines and what is personal."""
    sections = asked_sections(form, values)
    names = reference_names([each for section in sections for each in section.fields], [values])
    parts = [_part(section, values, names, in_full) for section in sections]
    return [each for each in parts if not each.is_empty]


def _part(section: FormSection, values: Mapping[str, Any], names: Labels, in_full: bool) -> AnswersPart:
    shown = [each for each in section.fields if is_filled(values.get(each.code)) and (in_full or _is_open(each))]
    long = [each for each in shown if isinstance(each, TextField) and each.is_long]
    lines = [each for each in shown if isinstance(each, LinesField)]
    short = [each for each in shown if each not in long and each not in lines and not isinstance(each, AttachmentField)]
    return AnswersPart(
        code=section.code,
        title=section.title,
        facts=[{"label": each.label, "value": answer_text(each, values[each.code], names)} for each in short],
        texts=[{"label": each.label, "text": str(values[each.code])} for each in long],
        tables=[
            {
                "label": each.label,
                "table": lines_table(each, values[each.code], names),
                "matrix": matrix_of(each, values),
            }
            for each in lines
        ],
    )


def _is_open(field: FormField) -> bool:
    is_long = isinstance(field, TextField) and field.is_long
    return not (is_long or field.is_personal or isinstance(field, AmountField | LinesField))


def lines_table(field: LinesField, lines: Sequence[Mapping[str, Any]], names: Labels) -> Table[Mapping[str, Any]]:
    """Repeated lines as a table, which says the total of its numbers."""
    evidence = {after for _, after in field.cells}
    columns = [
        Column(
            column.label,
            _reader(column, field, names),
            "num" if isinstance(column, AmountField | NumberField) else "",
        )
        for column in field.columns
        if column.code not in evidence
    ]
    amounts = [column for column in field.columns if isinstance(column, AmountField)]
    totals = [f"{column.label} : {format_euros(_column_total(field, column, lines))}" for column in amounts]
    return Table(
        lines, *columns, id=f"lignes-{field.code}", caption=" ; ".join([field.label, *totals]), empty="Aucune ligne."
    )


def _reader(column: FormField, field: LinesField, names: Labels) -> Any:
    noted = dict(field.cells).get(column.code)

    def read(line: Mapping[str, Any]) -> Any:
        words = answer_text(column, line.get(column.code), names) or "non dit"
        return cell(words, note=str(line.get(noted) or "sans preuve")) if noted else words

    return read


def matrix_of(field: LinesField, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Counts of each column of evidence: « Enseignée : 3 oui, 1 en partie, 2 non »; empty for plain lines."""
    lines = values.get(field.code) or []
    columns = {each.code: each for each in field.columns}
    counted = []
    for code, _ in field.cells:
        column = columns[code]
        if isinstance(column, ChoiceField):
            counted.append(
                {
                    "label": column.label,
                    "parts": [
                        {"word": word, "count": format_number(count), "tone": tone, "sign": sign}
                        for (choice, word), (tone, sign) in zip(column.choices, _MARKS, strict=False)
                        if (count := sum(line.get(code) == choice for line in lines))
                    ],
                }
            )
    return counted


def _column_total(field: LinesField, column: FormField, lines: Sequence[Mapping[str, Any]]) -> int:
    return int(total_of(Total((f"{field.code}.{column.code}",)), {field.code: lines}))
