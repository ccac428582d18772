"""Each provider action: its form, the detail of its step, what follows. No field takes free text about a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from pacte.journeys.records import END_LABELS, EndKind, SituationInput, StepKind
from pacte.journeys.records.reasons import (
    CONTRACT_LABELS,
    DECLINE_LABELS,
    HORIZONS,
    NOT_KEPT_LABELS,
    PAUSE_LABELS,
    SITUATION_LABELS,
    Situation,
)
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer, side_effects_of
from pacte.journeys.rules.ends import REASON_LABELS
from pacte.journeys.rules.obligations import DAYS
from pacte.journeys.rules.reservations import hold_refusal
from pacte.journeys.rules.situations import silence_detail, situation_detail
from pacte.kernel.clock import today
from pacte.kernel.french import pluralise
from pacte.web.form_fields import ChoicesForm, day_field, enum_field

DOER_LABELS = {
    Doer.MACHINE: "fait tout de suite, sans vous",
    Doer.ADVISER: "par le conseiller référent",
    Doer.PROVIDER: "par vous",
    Doer.REGION: "par la Région",
}


class PeopleActionForm(ChoicesForm):
    """Fields common to all actions: people and date."""

    qui = forms.MultipleChoiceField(
        label="Pour qui ?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une personne."},
    )
    on = day_field("Quel jour ?", error_messages={"required": "Dites quel jour."})

    def details(self) -> list[dict[str, object]]:
        """Detail of each step to record: one, unless the form gives several."""
        return [{}]


def labelled_choice_field(label: str, labels: Mapping[Any, str], **options: Any) -> forms.TypedChoiceField:
    return enum_field(label, labels, error_messages={"required": "Choisissez."}, **options)


def _days(values: Mapping[str, Any], *names: str) -> dict[str, object]:
    return {name: values[name].isoformat() for name in names if values[name]}


class NotKeptForm(PeopleActionForm):
    reason = labelled_choice_field("Pour quelle raison ?", NOT_KEPT_LABELS, help_text="Elle aide à trouver la suite.")

    def details(self) -> list[dict[str, object]]:
        return [{"reason": self.cleaned_data["reason"]}]


class DeclinedForm(NotKeptForm):
    reason = labelled_choice_field("Que dit la personne ?", DECLINE_LABELS)


class InterruptedForm(PeopleActionForm):
    reason = labelled_choice_field("Pour quelle raison ?", PAUSE_LABELS)
    returns_on = day_field("Retour prévu le", required=False, help_text="Vide si le jour n’est pas connu.")
    seat_until = day_field(
        "Place gardée jusqu’au", required=False,
        help_text="Le droit de revenir a un dernier jour ; vide : la place est gardée sans limite.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        back, until, on = values.get("returns_on"), values.get("seat_until"), values.get("on")
        if back and on and back < on:
            self.add_error("returns_on", "Le retour ne peut pas précéder l’interruption. Corrigez une des deux dates.")
        if until and until < max(each for each in (back, on, until) if each):
            self.add_error("seat_until", "La place est gardée au moins jusqu’au retour prévu. Corrigez un des deux.")
        return values

    def details(self) -> list[dict[str, object]]:
        return [{"reason": self.cleaned_data["reason"]} | _days(self.cleaned_data, "returns_on", "seat_until")]


class ReservedForm(PeopleActionForm):
    """Reserving again moves the last day, or the day of entry."""

    seat_until = day_field(
        "Place tenue jusqu’au", error_messages={"required": "Dites jusqu’à quel jour la place est tenue."}
    )
    enters_on = day_field("Entrée souhaitée le", required=False, help_text="Vide : au premier jour de la session.")

    def clean_seat_until(self) -> date:
        chosen: date = self.cleaned_data["seat_until"]
        if refusal := hold_refusal(chosen, on=today(), ends_on=None):
            raise forms.ValidationError(refusal)
        return chosen

    def details(self) -> list[dict[str, object]]:
        return [_days(self.cleaned_data, "seat_until", "enters_on")]


class EndedForm(PeopleActionForm):
    end_kind = labelled_choice_field("Comment la formation finit-elle ?", END_LABELS)
    reason = labelled_choice_field(
        "Si c’est un abandon, pour quelle raison ?", REASON_LABELS, required=False, help_text="Liste de la Dares."
    )

    job_until = day_field(
        "Si c’est pour un emploi qui a une fin, jusqu’au", required=False,
        help_text="Le conseiller prépare le retour avant ce jour.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("end_kind") == EndKind.DROPOUT and not values.get("reason"):
            self.add_error("reason", "Dites la raison de l’abandon. « Raison non dite » est une réponse.")
        return values

    def details(self) -> list[dict[str, object]]:
        kind = self.cleaned_data["end_kind"]
        reason = {"reason": self.cleaned_data["reason"]} if kind == EndKind.DROPOUT else {}
        job = _days(self.cleaned_data, "job_until") if kind == EndKind.TO_JOB else {}
        return [{"end_kind": kind} | reason | job]


def _details_field(label: str) -> forms.MultipleChoiceField:
    """Several values for each person, each recorded as a step."""
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez."}
    )


class CompetencesForm(PeopleActionForm):
    things = _details_field("Quelles compétences attestez-vous ?")

    def details(self) -> list[dict[str, object]]:
        return [{"competence": each} for each in self.cleaned_data["things"]]


class BlocksForm(PeopleActionForm):
    things = _details_field("Quels blocs le certificateur a-t-il validés ?")

    def details(self) -> list[dict[str, object]]:
        return [{"block": each} for each in self.cleaned_data["things"]]


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
        values, months = self.cleaned_data, int(self.cleaned_data["months"])
        if values["situation"] is Situation.NO_ANSWER:
            return [silence_detail(months)]
        answer = SituationInput(months, values["situation"], values["contract"], values["contract_months"])
        return [situation_detail(answer)]


FORM_BY_KIND: dict[StepKind, type[PeopleActionForm]] = {
    StepKind.NOT_KEPT: NotKeptForm,
    StepKind.SEAT_RESERVED: ReservedForm,
    StepKind.DECLINED: DeclinedForm,
    StepKind.INTERRUPTED: InterruptedForm,
    StepKind.ENDED: EndedForm,
    StepKind.COMPETENCE_ATTESTED: CompetencesForm,
    StepKind.BLOCK_CERTIFIED: BlocksForm,
    StepKind.SITUATION: SituationForm,
}


def side_effect_sentences(kind: StepKind, end_kind: EndKind | None = None) -> list[str]:
    """« Le conseiller référent est prévenu : fait tout de suite, sans vous. »"""
    sentences = []
    for each in side_effects_of(kind, end_kind):
        days = DAYS.get(each.what)
        # The sentence on a freed seat already gives its deadline.
        is_dated = days and each.who is not Doer.MACHINE and LABELS[Consequence.SEAT_FREED] != each.sentence
        when = f", sous {pluralise(days or 0, 'jour')}" if is_dated else ""
        sentences.append(f"{each.sentence.rstrip('.')} : {DOER_LABELS[each.who]}{when}.")
    return sentences


def side_effects_by_end_kind() -> list[tuple[str, list[str]]]:
    """Side effects of an end: always, before the planned end, and when the person has nothing next."""
    always = side_effect_sentences(StepKind.ENDED, EndKind.TO_TERM)
    early = side_effect_sentences(StepKind.ENDED, EndKind.TO_JOB)
    dropout = side_effect_sentences(StepKind.ENDED, EndKind.DROPOUT)
    return [
        ("Dans tous les cas", always),
        ("Si la formation finit avant son terme", [each for each in early if each not in always]),
        ("Si la personne part sans suite", [each for each in dropout if each not in early]),
    ]
