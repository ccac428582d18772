"""What comes in the query string of a page: its filters, its day. One form says names, types and what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms

from pacte.kernel.errors import ValidationError
from pacte.kernel.user_input import parse_iso_day

DAY_HINT = "Écrivez par exemple « 2020-11-24 »."


def parse_day(text: str, *, hint: str = DAY_HINT) -> date | None:
    """Parses « 2020-11-24 »; None when empty. Raises ``ValidationError`` with ``hint``."""
    try:
        return parse_iso_day(text.strip()) if text.strip() else None
    except ValueError as error:
        raise ValidationError(
            "day_shape", f"« {text[:40]} » n’est pas une date.", "La date s’écrit année, mois, jour.", hint
        ) from error


def select_choices(choices: Iterable[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
    """Parameter ``choices`` of the component ``field``, from (value, label) in order."""
    return [{"value": value, "label": label, "chosen": value == chosen} for value, label in choices]


def select_field(name: str, label: str, choices: Iterable[tuple[str, str]], chosen: str) -> dict[str, Any]:
    """Parameters of the component ``field`` for a filter among ``choices``, which are (value, label) in order."""
    return {
        "id": f"choix-{name}", "name": name, "label": label, "kind": "select", "quiet": True,
        "choices": select_choices(choices, chosen),
    }  # fmt: skip


class FilterForm(forms.Form):
    """Filters of a list. Unset and invalid ones take the initial value of their field: a link never breaks a page."""

    # Names that ``querystring`` never carries, such as the number of the page.
    transient: ClassVar[frozenset[str]] = frozenset({"page"})

    def __init__(self, query: Mapping[str, Any], **options: Any) -> None:
        super().__init__(query, **options)
        for field in self.fields.values():
            field.required = False

    @cached_property
    def values(self) -> dict[str, Any]:
        """Cleaned value of each filter."""
        self.is_valid()
        return {
            name: field.initial if (value := self.cleaned_data.get(name)) in field.empty_values else value
            for name, field in self.fields.items()
        }

    @property
    def is_filtered(self) -> bool:
        return any(self.values[name] != field.initial for name, field in self.fields.items())

    def querystring(self, **changes: object) -> str:
        """« ?zone=…&fonds=… »: the valid filters with ``changes``; an empty value drops one. "" when none is left."""
        sent = {name: self.data.get(name, "") for name in self.fields if name not in self.transient | set(self.errors)}
        parameters = {name: value for name, value in (sent | changes).items() if value not in ("", None)}
        return f"?{urlencode(parameters)}" if parameters else ""
