"""The questions of a kind of file as a form: asked with the file, and again on its page."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.intake.records import FileOption
from pacte.web.form_fields import day_field, text_field


class FileOptionForm(forms.Form):
    """One field a question."""

    def __init__(self, *arguments: Any, options: tuple[FileOption, ...], **others: Any) -> None:
        super().__init__(*arguments, **others)
        self._names = [each.name for each in options]
        for option in options:
            self.fields[option.name] = _option_field(option)

    def answers(self) -> dict[str, str]:
        """What is answered, as texts; an unticked box is not."""
        values = {name: self.cleaned_data[name] for name in self._names}
        return {name: "on" if value is True else str(value) for name, value in values.items() if value}


def _option_field(option: FileOption) -> forms.Field:
    if option.kind == "tick":
        return forms.BooleanField(label=option.label, required=False, help_text=option.help)
    if option.kind == "hidden":
        return forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    if option.kind == "day":
        return day_field(option.label, required=option.is_required, help_text=option.help)
    if option.kind == "text":
        return text_field(option.label, required=option.is_required, help_text=option.help)
    choices = [(each.value, each.label) for each in option.choices]
    return forms.ChoiceField(
        label=option.label, choices=choices, required=option.is_required, help_text=option.help,
        error_messages={"required": option.missing},
    )  # fmt: skip
