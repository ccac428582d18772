"""Forms of the register of missing indicators and of surveys."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.kernel.clock import today
from pacte.web import form_fields as fields

Choices = list[tuple[str, str]]


class GapForm(forms.Form):
    label = fields.text_field(
        "Qu’est-ce qui manque ?", 300, help_text="Par exemple « Part des adultes en illettrisme »."
    )
    needed_for = fields.paragraph_field("À quoi le plan s’en sert-il ?", help_text="Une phrase.")
    owed_by = fields.text_field("Qui le doit ?", help_text="Un organisme, par son nom.")
    action_number = fields.ActionCodeFormField(label="Pour quelle action ?", required=False)
    due_on = fields.day_field("Pour quand ?", required=False)
    indicator_code = forms.SlugField(
        label="Code de l’indicateur", required=False, max_length=80, help_text="S’il est au catalogue ou dans le plan."
    )


class CloseGapForm(forms.Form):
    end = forms.ChoiceField(
        label="Comment ce manque se ferme-t-il ?",
        choices=[("filled", "Il est renseigné"), ("dropped", "On y renonce")],
        widget=forms.RadioSelect,
    )
    series_code = forms.SlugField(
        label="Série qui le renseigne", required=False, max_length=80, help_text="Son code, s’il y en a une."
    )
    reason = fields.reason_field("Pourquoi ?")


class SurveyForm(forms.Form):
    title = fields.text_field("Nom de l’enquête")
    gaps = forms.MultipleChoiceField(label="Quels manques doit-elle combler ?", widget=forms.CheckboxSelectMultiple)
    population = fields.paragraph_field(
        "Population interrogée", help_text="Qui, où, quand : « résidents de 16 à 65 ans… »."
    )
    questionnaire = fields.paragraph_field("Questionnaire", max_length=20_000, help_text="Les questions, dans l’ordre.")
    method = fields.paragraph_field("Tirage et pondération", required=False, help_text="Strates, base de tirage, mode.")
    asked = forms.IntegerField(label="Personnes à interroger", required=False, min_value=1, max_value=9_999_999)
    first_on = fields.day_field("Terrain, du", required=False)
    last_on = fields.day_field("Terrain, au", required=False)
    supplier = fields.text_field("Prestataire", required=False)
    order_reference = fields.text_field("Commande", 120, required=False, help_text="Numéro du bon ou du marché.")
    cost_cents = fields.AmountField(label="Coût", required=False, help_text="En euros.")

    def __init__(self, *arguments: Any, gaps: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["gaps"].choices = gaps  # type: ignore[attr-defined]


class SurveyAnswersForm(forms.Form):
    on = fields.day_field("Jour de la mesure", initial=today)
    strata = fields.paragraph_field(
        "Réponses par strate",
        max_length=20_000,
        help_text="Une ligne par strate : libellé ; population ; réponses ; oui. Sans strate, une seule ligne.",
    )
