"""Form of each provider action, and the coded detail of its step. No field takes free text about a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from pacte.journeys.records import END_LABELS, EndKind, StepKind
from pacte.journeys.records.reasons import (
    CONTRACT_LABELS,
    DECLINE_LABELS,
    HORIZONS,
    NOT_KEPT_LABELS,
    PAUSE_LABELS,
    SITUATION_LABELS,
    Situation,
)
from pacte.journeys.rules.ends import REASON_LABELS
from pacte.web.form_fields import day_field

Choices = list[tuple[str, str]]


class PeopleActionForm(forms.Form):
    """Fields common to all actions: people and date."""

    qui = forms.MultipleChoiceField(
        label="Pour qui ?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une personne."},
    )
    on = day_field("Quel jour ?", error_messages={"required": "Dites quel jour."})

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["qui"].choices = people  # type: ignore[attr-defined]

    def details(self) -> list[dict[str, object]]:
        """Detail of each step to record: one, unless the form gives several."""
        return [{}]


def labelled_choice_field(label: str, labels: Mapping[Any, str], **options: Any) -> forms.ChoiceField:
    options.setdefault("error_messages", {"required": "Choisissez."})
    return forms.ChoiceField(
        label=label, choices=[("", "choisir"), *((each.value, text) for each, text in labels.items())], **options
    )


class NotKeptForm(PeopleActionForm):
    reason = labelled_choice_field("Pour quelle raison ?", NOT_KEPT_LABELS, help_text="Elle aide à trouver la suite.")

    def details(self) -> list[dict[str, object]]:
        return [{"reason": self.cleaned_data["reason"]}]


class DeclinedForm(NotKeptForm):
    reason = labelled_choice_field("Que dit la personne ?", DECLINE_LABELS)


class InterruptedForm(PeopleActionForm):
    reason = labelled_choice_field("Pour quelle raison ?", PAUSE_LABELS)
    returns_on = day_field("Retour prévu le", required=False, help_text="Vide si le jour n’est pas connu.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        back, on = values.get("returns_on"), values.get("on")
        if back and on and back < on:
            self.add_error("returns_on", "Le retour ne peut pas précéder l’interruption. Corrigez une des deux dates.")
        return values

    def details(self) -> list[dict[str, object]]:
        back = self.cleaned_data["returns_on"]
        return [{"reason": self.cleaned_data["reason"]} | ({"returns_on": back.isoformat()} if back else {})]


class EndedForm(PeopleActionForm):
    end_kind = labelled_choice_field("Comment la formation finit-elle ?", END_LABELS)
    reason = labelled_choice_field(
        "Si c’est un abandon, pour quelle raison ?", REASON_LABELS, required=False, help_text="Liste de la Dares."
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("end_kind") == EndKind.DROPOUT and not values.get("reason"):
            self.add_error("reason", "Dites la raison de l’abandon. « Raison non dite » est une réponse.")
        return values

    def details(self) -> list[dict[str, object]]:
        kind = self.cleaned_data["end_kind"]
        reason = {"reason": self.cleaned_data["reason"]} if kind == EndKind.DROPOUT else {}
        return [{"end_kind": kind} | reason]


class _MultipleStepsForm(PeopleActionForm):
    """Several values for each person, each recorded as a step."""

    name = ""
    things = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez."})

    def __init__(self, *args: Any, things: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["things"].choices = things  # type: ignore[attr-defined]
        self.fields["things"].label = self.question

    question = ""

    def details(self) -> list[dict[str, object]]:
        return [{self.name: each} for each in self.cleaned_data["things"]]


class CompetencesForm(_MultipleStepsForm):
    name, question = "competence", "Quelles compétences attestez-vous ?"


class BlocksForm(_MultipleStepsForm):
    name, question = "block", "Quels blocs le certificateur a-t-il validés ?"


class SituationForm(PeopleActionForm):
    months = forms.ChoiceField(
        label="Combien de temps après la fin ?", choices=[(str(each), f"{each} mois") for each in HORIZONS]
    )
    situation = labelled_choice_field("Que fait la personne ?", SITUATION_LABELS)
    contract = labelled_choice_field("Si elle a un emploi, quel contrat ?", CONTRACT_LABELS, required=False)
    contract_months = forms.IntegerField(
        label="Durée du contrat, en mois", min_value=1, max_value=120, required=False, help_text="S’il a une fin."
    )

    def details(self) -> list[dict[str, object]]:
        values = self.cleaned_data
        situation = Situation(values["situation"])
        detail: dict[str, object] = {
            "months": int(values["months"]),
            "situation": situation.value,
            "answered": situation is not Situation.NO_ANSWER,
        }
        if situation is Situation.NO_ANSWER:
            return [detail]
        detail |= {
            "in_job": situation is Situation.IN_JOB,
            "had_job": situation in (Situation.IN_JOB, Situation.HAD_JOB),
        }
        optional = {"contract": values["contract"], "contract_months": values["contract_months"]}
        return [detail | {name: value for name, value in optional.items() if value}]


_FORM_BY_KIND: dict[StepKind, type[PeopleActionForm]] = {
    StepKind.NOT_KEPT: NotKeptForm,
    StepKind.DECLINED: DeclinedForm,
    StepKind.INTERRUPTED: InterruptedForm,
    StepKind.ENDED: EndedForm,
    StepKind.COMPETENCE_ATTESTED: CompetencesForm,
    StepKind.BLOCK_CERTIFIED: BlocksForm,
    StepKind.SITUATION: SituationForm,
}


def action_form_for(
    kind: StepKind, data: Any, *, people: Choices, things: Iterable[tuple[str, str]], initial: dict[str, Any]
) -> PeopleActionForm:
    """Form of the action, bound when ``data`` is given."""
    form_class = _FORM_BY_KIND.get(kind, PeopleActionForm)
    if issubclass(form_class, _MultipleStepsForm):
        return form_class(data, people=people, things=list(things), initial=initial)
    return form_class(data, people=people, initial=initial)
