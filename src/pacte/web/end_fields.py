"""How a journey ended, as a person says it beside a step: what kind of end, and why for somebody who dropped out."""

from __future__ import annotations

from django import forms

from pacte.journeys.records import END_LABELS, EndKind
from pacte.journeys.rules.ends import REASON_LABELS, DropoutReason


def end_kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Si c’est une fin, de quelle sorte ?", required=False,
        choices=[("", "ce n’est pas une fin"), *((kind.value, END_LABELS[kind]) for kind in EndKind)],
    )  # fmt: skip


def end_reason_field(none: str) -> forms.ChoiceField:
    """``none``: the words of no answer."""
    return forms.ChoiceField(
        label="Si c’est un abandon, pour quelle raison ?", required=False,
        choices=[("", none), *((each.value, REASON_LABELS[each]) for each in DropoutReason)],
    )  # fmt: skip
