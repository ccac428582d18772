"""Forms of an experiment."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms

from pacte.evaluation.records import JUDGEMENT_LABELS, ProtocolContent
from pacte.kernel.clock import today
from pacte.web import form_fields as fields

Choices = list[tuple[str, str]]
_NOBODY = ("", "Personne pour l’instant")


class OpenExperimentForm(forms.Form):
    action = forms.ChoiceField(label="Action qui expérimente")
    title = fields.text_field("Nom de l’expérimentation", help_text="Court, par exemple « Relances par texto ».")
    owner = forms.ChoiceField(label="Qui en répond ?", required=False)

    def __init__(self, *arguments: Any, actions: Choices, people: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["action"].choices = [("", "Choisissez"), *actions]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [_NOBODY, *people]  # type: ignore[attr-defined]


class ExperimentForm(forms.Form):
    """No field is required: an incomplete protocol can be saved, and is shown as incomplete."""

    title = fields.text_field("Nom de l’expérimentation")
    question = fields.paragraph_field("Question", required=False, help_text="Ce qu’on veut savoir, en une phrase.")
    public = fields.paragraph_field("Public", required=False, help_text="Qui entre, qui n’entre pas, combien.")
    indicator = fields.text_field(
        "Indicateur", 500, required=False, help_text="Ce qu’on mesurera, avec son dénominateur."
    )
    indicator_code = fields.text_field(
        "Code de l’indicateur", 80, required=False, help_text="S’il est déjà au catalogue."
    )
    baseline_value = fields.FrenchDecimalField(label="Valeur de départ", required=False, help_text="Un 0 compte.")
    unit = fields.text_field("Unité", 120, required=False, help_text="%, jours, personnes…")
    baseline_on = fields.day_field("Date de la valeur de départ", required=False)
    baseline_source = fields.text_field("Source de la valeur de départ", 500, required=False)
    target_value = fields.FrenchDecimalField(label="Cible chiffrée", required=False, help_text="Dans la même unité.")
    target = fields.text_field(
        "Cible en mots", 500, required=False, help_text="« 75 à 80 % », « le plus grand nombre »…"
    )
    method = fields.paragraph_field("Méthode", required=False, help_text="Ce qu’on fera, et comment on mesurera.")
    comparison = fields.paragraph_field("Comparaison", required=False, help_text="À qui, ou à quoi, on comparera.")
    source = fields.text_field("Source des données", 500, required=False)
    end_on = fields.day_field("Date de fin", required=False)
    reason = fields.reason_field("Pourquoi ce changement ?", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def content(self) -> ProtocolContent:
        """The submitted values as a ``SheetContent``."""
        data = self.cleaned_data
        return ProtocolContent(**{name: data.get(name) for name in asdict(ProtocolContent())})


def experiment_form_initial(content: ProtocolContent, title: str, version: int) -> dict[str, Any]:
    """Initial values of the form."""
    return asdict(content) | {
        "baseline_value": fields.decimal_input_text(content.baseline_value),
        "target_value": fields.decimal_input_text(content.target_value),
        "title": title,
        "seen": version,
    }


class LockExperimentForm(forms.Form):
    on = fields.day_field("Première personne entrée le", initial=today)
    by = fields.text_field("D’où le sait-on ?", 300, help_text="Émargement, session, dispositif… jamais un nom.")


class AddendumForm(forms.Form):
    text = fields.paragraph_field("Ce qui s’ajoute")
    on = fields.day_field("Date de l’ajout", initial=today)
    reason = fields.reason_field("Pourquoi cet ajout ?")


class FindingForm(forms.Form):
    result = fields.paragraph_field("Ce qui a été constaté", help_text="Même nul, même contraire à ce qu’on espérait.")
    value = fields.FrenchDecimalField(label="Valeur mesurée", required=False, help_text="Dans l’unité de la fiche.")
    judgement = forms.ChoiceField(
        label="Qu’en fait-on ?",
        choices=[(each.value, word.capitalize()) for each, word in JUDGEMENT_LABELS.items()],
        widget=forms.RadioSelect,
    )
    reason = fields.reason_field("Pourquoi ?")
    decision_reference = fields.text_field("Décision", required=False, help_text="Comité et numéro, s’il a décidé.")
    on = fields.day_field("Date du constat", initial=today)


class ExperimentOwnerForm(forms.Form):
    owner = forms.ChoiceField(label="Qui en répond ?", required=False)
    on = fields.day_field("À partir du", initial=today)
    reason = fields.reason_field("Pourquoi ?", required=False)

    def __init__(self, *arguments: Any, people: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["owner"].choices = [_NOBODY, *people]  # type: ignore[attr-defined]


class WithdrawExperimentForm(forms.Form):
    on = fields.day_field("Retirée le", initial=today)
    reason = fields.reason_field("Pourquoi la retirer ?")
