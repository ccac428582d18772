"""Form fields for the end of a journey: the kind of end, and the reason for a dropout."""

from __future__ import annotations

from django import forms

from pacte.journeys.records import END_LABELS, EndKind
from pacte.journeys.rules.ends import REASON_LABELS, DropoutReason


def end_kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Si c’est une fin, de quelle sorte ?", required=False,
        choices=[("", "ce n’est pas une fin"), *((kind.value, END_LABELS[kind]) for kind in EndKind)],
    )  # fmt: skip


def end_reason_field(empty_label: str) -> forms.ChoiceField:
    """``empty_label`` is the label of the empty choice."""
    return forms.ChoiceField(
        label="Si c’est un abandon, pour quelle raison ?", required=False,
        choices=[("", empty_label), *((each.value, REASON_LABELS[each]) for each in DropoutReason)],
    )  # fmt: skip
