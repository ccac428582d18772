"""The form that corrects a quarantined training: one group of fields for each defect, drawn from its corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from pacte.exchange.lheo.corrections import Correction, CorrectionInput, InputKind, XmlEdit, answer_edit, read_answer
from pacte.exchange.lheo.quarantine_correction import AnsweredCorrection, TrainingDiagnosis
from pacte.kernel.french import pluralise

_WIDGETS: Mapping[InputKind, type[forms.Widget]] = {InputKind.PARAGRAPH: forms.Textarea}
_MAX_SHOWN_VALUE = 120


class LheoValueField(forms.CharField):
    """A value as people write it. Cleaned, it is as the norm writes it; what is wrong is told as the check tells it."""

    def __init__(self, question: CorrectionInput, diagnosis: TrainingDiagnosis) -> None:
        attributes = {"inputmode": "numeric"} if question.kind is InputKind.NUMBER else {}
        super().__init__(
            label=question.label, help_text=question.help, required=question.is_required, initial=question.initial,
            strip=False, widget=_WIDGETS.get(question.kind, forms.TextInput)(attributes),
        )  # fmt: skip
        self._question, self._norm = question, diagnosis.norm

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        written, problem = read_answer(self._norm, self._question, typed)
        if problem:
            raise forms.ValidationError(problem)
        return written


class KeptElementsField(forms.MultipleChoiceField):
    """Which elements of too many are kept. Cleaned: their ranks, with commas."""

    def __init__(self, question: CorrectionInput) -> None:
        super().__init__(
            label=question.label, choices=question.choices, initial=question.initial.split(","),
            help_text=f"{question.limit} au plus.", widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self._limit = question.limit

    def clean(self, value: Any) -> str:
        ranks = super().clean(value)
        if len(ranks) > self._limit:
            raise forms.ValidationError(f"Gardez-en {self._limit} au plus.")
        return ",".join(ranks)


@dataclass(frozen=True, slots=True)
class CorrectionFields:
    """One defect on the page: its correction, its fields, and the tick that corrects the other trainings too."""

    correction: Correction
    fields: list[BoundField]
    for_all: BoundField | None

    @property
    def place(self) -> str:
        count = len(self.correction.faults)
        places = f" ; écrit pareil à {pluralise(count, 'endroit')}" if count > 1 else ""
        return f"{self.correction.place}{places}"

    @property
    def is_titled(self) -> bool:
        return _is_titled(self.correction)

    @property
    def value(self) -> str:
        return self.correction.value[:_MAX_SHOWN_VALUE]


class TrainingCorrectionForm(forms.Form):
    """``alike``: how many other trainings of the file say the same, by the rank of the correction.

    ``version`` names the text that was shown: an answer for another text is not applied.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(
        self, data: Mapping[str, Any] | None, *, diagnosis: TrainingDiagnosis, alike: Mapping[int, int], version: str
    ) -> None:
        super().__init__(data, initial={"version": version})
        self._corrections = diagnosis.plan.corrections
        for rank, correction in enumerate(self._corrections):
            for place, question in enumerate(correction.inputs):
                field = self.fields[_name(rank, place)] = _field(question, diagnosis)
                field.label = _label(correction, question)
            if count := alike.get(rank, 0):
                self.fields[_for_all_name(rank)] = forms.BooleanField(label=_for_all_label(count), required=False)

    def groups(self) -> Iterator[CorrectionFields]:
        for rank, correction in enumerate(self._corrections):
            fields = [self[_name(rank, place)] for place in range(len(correction.inputs))]
            name = _for_all_name(rank)
            yield CorrectionFields(correction, fields, self[name] if name in self.fields else None)

    def answers(self) -> list[AnsweredCorrection]:
        """The corrections with what was answered. Only for a valid form."""
        return [
            AnsweredCorrection(
                correction, tuple(self._edits(rank, correction)), bool(self.cleaned_data.get(_for_all_name(rank)))
            )
            for rank, correction in enumerate(self._corrections)
        ]

    def _edits(self, rank: int, correction: Correction) -> Iterator[XmlEdit]:
        for place, question in enumerate(correction.inputs):
            answer = self.cleaned_data[_name(rank, place)]
            yield answer_edit(question, "on" if answer is True else answer)


def _field(question: CorrectionInput, diagnosis: TrainingDiagnosis) -> forms.Field:
    match question.kind:
        case InputKind.CHOICE:
            first = [("", "rien, le retirer")] if not question.is_required else [("", "choisir")]
            known = question.initial in dict(question.choices)
            return forms.ChoiceField(
                label=question.label, choices=[*first, *question.choices], required=question.is_required,
                initial=question.initial if known else "", help_text="" if question.is_required else question.help,
            )  # fmt: skip
        case InputKind.TICK:
            return forms.BooleanField(label=question.label, initial=bool(question.initial))
        case InputKind.KEPT:
            if question.limit == 1:
                return forms.ChoiceField(
                    label=question.label, choices=question.choices, initial=question.initial, widget=forms.RadioSelect
                )
            return KeptElementsField(question)
    return LheoValueField(question, diagnosis)


def _label(correction: Correction, question: CorrectionInput) -> str:
    """Read aloud and in the list of errors, the field of a defect says where it is."""
    is_named_by_place = bool(correction.place) and _is_titled(correction)
    return f"{question.label}, {correction.place}" if is_named_by_place else question.label


def _is_titled(correction: Correction) -> bool:
    """Whether the title of the group is the label of its only field."""
    return len(correction.inputs) == 1 and correction.inputs[0].label == correction.title


def _name(rank: int, place: int) -> str:
    return f"defaut-{rank + 1}-{place + 1}"


def _for_all_name(rank: int) -> str:
    return f"partout-{rank + 1}"


def _for_all_label(count: int) -> str:
    if count == 1:
        return "Corriger aussi l’autre formation de ce fichier où c’est écrit pareil"
    return f"Corriger aussi les {count} autres formations de ce fichier où c’est écrit pareil"
