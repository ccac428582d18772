"""Forms of a dispute: opening, figure of one side with its definition, list, arbiter, outcome."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.indicators.records.definition import TERRITORY_LABELS
from pacte.indicators.records.dispute import DISPUTE_OUTCOME_LABELS
from pacte.kernel.clock import today
from pacte.web import form_fields as fields

Choices = list[tuple[str, str]]
_CHOOSE = ("", "Choisissez")


class OpenDisputeForm(forms.Form):
    subject = fields.text_field(
        "Quel chiffre diffère ?", help_text="Par exemple « Entrées en formation 2020 dans le Cher »."
    )
    first = forms.ChoiceField(label="Un organisme")
    second = forms.ChoiceField(label="L’autre organisme")
    first_on = fields.day_field("Période, du")
    last_on = fields.day_field("Période, au")
    territory = fields.text_field("Territoire", required=False, help_text="Vide : toute la région.")
    unit = fields.text_field("Unité", 120, required=False, help_text="entrées, places, €…")
    indicator_code = forms.SlugField(label="Code de l’indicateur", required=False, max_length=80)
    due_on = fields.day_field("À trancher avant le")

    def __init__(self, *arguments: Any, bodies: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name in ("first", "second"):
            self.fields[name].choices = [_CHOOSE, *bodies]  # type: ignore[attr-defined]


class DisputeSideForm(forms.Form):
    value = fields.FrenchDecimalField(label="Votre chiffre")
    known_on = fields.day_field("Connu le", initial=today, help_text="Le jour où ce chiffre a été tiré.")
    source = fields.text_field("Source", 300, help_text="L’outil ou le fichier d’où il vient.")
    counted = fields.paragraph_field(
        "Que comptez-vous ?", help_text="Une entrée, une personne, une place…, en une phrase."
    )
    territory_rule = forms.ChoiceField(
        label="Où comptez-vous ?",
        choices=[(rule.value, label.capitalize()) for rule, label in TERRITORY_LABELS.items()],
        widget=forms.RadioSelect,
    )
    funders = fields.paragraph_field("Quels financeurs ?", required=False, help_text="Vide : tous.")
    date_rule = fields.text_field("Quelle date compte ?", 300, help_text="Première présence, début prévu, saisie…")
    status_rule = fields.paragraph_field(
        "Quels statuts ?", required=False, help_text="Abandons, annulations, sans entrée…"
    )


class DisputeListForm(forms.Form):
    file = forms.FileField(
        label="Votre liste",
        help_text="csv ou xlsx. Première colonne : une clé sans nom (numéro de parcours ou de session). "
        "Les autres colonnes sont comparées.",
        widget=forms.FileInput({"accept": ".csv,.xlsx,.txt"}),
    )


class ArbiterForm(forms.Form):
    person = forms.ChoiceField(label="Qui tranche ?", help_text="Personne n’arbitre le chiffre de son organisme.")
    due_on = fields.day_field("Avant le")

    def __init__(self, *arguments: Any, people: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["person"].choices = [_CHOOSE, *people]  # type: ignore[attr-defined]


class SettleDisputeForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Quel chiffre est retenu ?",
        choices=[(each.value, word.capitalize()) for each, word in DISPUTE_OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
    )
    value = fields.FrenchDecimalField(
        label="Chiffre retenu", required=False, help_text="S’il n’est ni l’un ni l’autre."
    )
    reason = fields.reason_field("Pourquoi ?")
    decision = fields.text_field("Décision", required=False, help_text="Comité et numéro, s’il en a décidé.")
