"""Filters above the lists of people of an adviser: one bar, whatever the fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django import forms

from pacte.web.filter_form import FilterForm


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """``options`` are (word, label, is chosen); none for a text to type, whose ``kind`` is « text » or « search »."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str, bool], ...] = ()
    kind: str = "text"


def people_filter(form: FilterForm, name: str, label: str, *, every: str = "", kind: str = "text") -> PeopleFilter:
    """``every``: what no choice means; "" when one of the choices says it."""
    field, initial = form.fields[name], form.values[name]
    if not isinstance(field, forms.ChoiceField):
        return PeopleFilter(name, label, str(initial), kind=kind)
    # The word of the URL: what is kept may be another value that it stands for.
    value = str(form[name].value() or initial)
    choices = [("", every)] if every else []
    choices += [(str(word), text) for word, text in cast("Iterable[tuple[object, str]]", field.choices)]
    return PeopleFilter(name, label, value, tuple((word, text, word == value) for word, text in choices))
