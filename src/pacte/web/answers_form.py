"""The web form of some sections of a procedure: its fields, its repeated lines, and the answers typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from pacte.procedures.queries.reference_names import reference_names
from pacte.procedures.records.form import AttachmentField, FormField, FormSection, LinesField
from pacte.procedures.rules.condition_text import condition_text
from pacte.procedures.rules.conditions import is_filled
from pacte.web.answer_fields import answer_of, form_field_of, initial_of

_BLANK_LINES = 3


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of repeated answers: its title and its bound columns."""

    title: str
    columns: tuple[BoundField, ...]


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """What the page draws for one question: a bound field, or lines. ``condition``: when it is field, in words."""

    question: FormField
    bound: BoundField | None
    lines: tuple[FormLine, ...]
    condition: str
    is_attachment: bool


class AnswersForm(forms.Form):
    """Answers to ``sections``, from those that are kept. Nothing is required, since a draft may be incomplete.

    Repeated lines have a few blank ones after theirs: saving gives some more. A line that is left blank is dropped.
    """

    def __init__(
        self, *arguments: Any, sections: Sequence[FormSection], values: Mapping[str, Any], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.sections, self.values = tuple(sections), values
        every = [each for section in self.sections for each in section.fields]
        self.names = reference_names(every, [values])
        self.line_counts: dict[str, int] = {}
        for each in every:
            if isinstance(each, LinesField):
                self._add_lines(each)
            elif not isinstance(each, AttachmentField):
                self._add(each.code, each, values.get(each.code))

    def answers(self) -> dict[str, Any]:
        """The answers typed, by field: None where one was emptied. Documents are added on their own."""
        return {
            each.code: self._lines_typed(each) or None
            if isinstance(each, LinesField)
            else answer_of(each, self.cleaned_data.get(each.code))
            for section in self.sections
            for each in section.fields
            if not isinstance(each, AttachmentField)
        }

    def questions(self, section: FormSection) -> list[FormQuestion]:
        """The questions of one section, as the page draws them."""
        fields = {code: each for one in self.sections for each in one.fields for code in (each.code,)}
        return [
            FormQuestion(
                question=each,
                bound=self[each.code] if each.code in self.fields else None,
                lines=tuple(self._bound_lines(each)) if isinstance(each, LinesField) else (),
                condition=condition_text(each.when, fields),
                is_attachment=isinstance(each, AttachmentField),
            )
            for each in section.fields
        ]

    def _add(self, name: str, field: FormField, answer: Any) -> None:
        self.fields[name] = form_field_of(field)
        # Nothing is required of a draft, but only what is never asked for is « facultatif ».
        self.fields[name].is_quiet = field.is_required  # type: ignore[attr-defined]
        self.initial.setdefault(name, initial_of(field, answer, self.names))

    def _add_lines(self, field: LinesField) -> None:
        answer = self.values.get(field.code)
        lines = answer if isinstance(answer, list) else []
        count = max(min(field.most, len(lines) + _BLANK_LINES), self._lines_sent(field))
        self.line_counts[field.code] = count
        for rank in range(count):
            line = lines[rank] if rank < len(lines) else {}
            for column in field.columns:
                self._add(_name(field, rank, column), column, line.get(column.code))

    def _lines_sent(self, field: LinesField) -> int:
        """How many lines the browser sent: another window may have had more of them."""
        prefix, ranks = f"{field.code}-", [0]
        for name in self.data or {}:
            rank = name.removeprefix(prefix).partition("-")[0] if name.startswith(prefix) else ""
            if rank.isdecimal() and len(rank) < 4:
                ranks.append(int(rank) + 1)
        return min(max(ranks), field.most)

    def _lines_typed(self, field: LinesField) -> list[dict[str, Any]]:
        lines = []
        for rank in range(self.line_counts[field.code]):
            answers = {
                column.code: answer_of(column, self.cleaned_data.get(_name(field, rank, column)))
                for column in field.columns
            }
            line = {code: each for code, each in answers.items() if is_filled(each)}
            if line:
                lines.append(line)
        return lines

    def _bound_lines(self, field: LinesField) -> Iterator[FormLine]:
        for rank in range(self.line_counts[field.code]):
            columns = tuple(self[_name(field, rank, column)] for column in field.columns)
            yield FormLine(f"{field.one} {rank + 1}", columns)


def _name(field: LinesField, rank: int, column: FormField) -> str:
    return f"{field.code}-{rank}-{column.code}"


def answer_parts(form: AnswersForm) -> list[dict[str, Any]]:
    """Value ``parts`` of ``cases/answers_fields.html``: each section with its questions."""
    return [{"section": each, "questions": form.questions(each)} for each in form.sections]
