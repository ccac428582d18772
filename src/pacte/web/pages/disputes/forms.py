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


class OpenForm(forms.Form):
    subject = fields.text("Quel chiffre diffère ?", help_text="Par exemple « Entrées en formation 2020 dans le Cher ».")
    first = forms.ChoiceField(label="Un organisme")
    second = forms.ChoiceField(label="L’autre organisme")
    first_on = fields.day("Période, du")
    last_on = fields.day("Période, au")
    territory = fields.text("Territoire", required=False, help_text="Vide : toute la région.")
    unit = fields.text("Unité", 120, required=False, help_text="entrées, places, €…")
    indicator_code = forms.SlugField(label="Code de l’indicateur", required=False, max_length=80)
    due_on = fields.day("À trancher avant le")

    def __init__(self, *arguments: Any, bodies: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name in ("first", "second"):
            self.fields[name].choices = [_CHOOSE, *bodies]  # type: ignore[attr-defined]


class SideForm(forms.Form):
    value = fields.FrenchDecimalField(label="Votre chiffre")
    known_on = fields.day("Connu le", initial=today, help_text="Le jour où ce chiffre a été tiré.")
    source = fields.text("Source", 300, help_text="L’outil ou le fichier d’où il vient.")
    counted = fields.paragraph("Que comptez-vous ?", help_text="Une entrée, une personne, une place…, en une phrase.")
    territory_rule = forms.ChoiceField(
        label="Où comptez-vous ?",
        choices=[(rule.value, label.capitalize()) for rule, label in TERRITORY_LABELS.items()],
        widget=forms.RadioSelect,
    )
    funders = fields.paragraph("Quels financeurs ?", required=False, help_text="Vide : tous.")
    date_rule = fields.text("Quelle date compte ?", 300, help_text="Première présence, début prévu, saisie…")
    status_rule = fields.paragraph("Quels statuts ?", required=False, help_text="Abandons, annulations, sans entrée…")


class ListForm(forms.Form):
    file = forms.FileField(
        label="Votre liste",
        help_text="csv ou xlsx. Première colonne : une clé sans nom (numéro de parcours ou de session). "
        "Les autres colonnes sont comparées.",
        widget=forms.FileInput({"accept": ".csv,.xlsx,.txt"}),
    )


class ArbiterForm(forms.Form):
    person = forms.ChoiceField(label="Qui tranche ?", help_text="Personne n’arbitre le chiffre de son organisme.")
    due_on = fields.day("Avant le")

    def __init__(self, *arguments: Any, people: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["person"].choices = [_CHOOSE, *people]  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Quel chiffre est retenu ?",
        choices=[(each.value, word.capitalize()) for each, word in DISPUTE_OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
    )
    value = fields.FrenchDecimalField(
        label="Chiffre retenu", required=False, help_text="S’il n’est ni l’un ni l’autre."
    )
    reason = fields.reason("Pourquoi ?")
    decision = fields.text("Décision", required=False, help_text="Comité et numéro, s’il en a décidé.")
