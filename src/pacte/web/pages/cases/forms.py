"""Forms of a case. The fields described by its procedure become form fields."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.kernel.clock import today
from pacte.procedures.rules.document_types import ACCEPTED_EXTENSIONS, MAX_DOCUMENT_SIZE
from pacte.web import form_fields as fields
from pacte.web.answers_form import AnswersForm

NOBODY = [("", "Personne pour l’instant")]
_ACTIONS_HELP = "Numéros d’action, séparés par des virgules : « 7, 12 »."


class DatedForm(forms.Form):
    on = fields.day_field("Date", initial=today)


class CaseTransitionForm(DatedForm):
    reason = fields.reason_field("Motif", required=False)

    def __init__(self, *arguments: Any, needs_reason: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["reason"].required = needs_reason


class CaseHoldForm(forms.Form):
    condition = fields.text_field(
        "Qu’attend le dossier ?", 300, help_text="Par exemple « si les postes sont accordés »."
    )
    on = fields.day_field("En attente depuis le", initial=today)


class ReleaseCaseForm(forms.Form):
    on = fields.day_field("Levée le", initial=today)
    reason = fields.reason_field("Qu’est-ce qui la lève ?")


class CaseOwnerForm(fields.ChoicesForm):
    owner = forms.ChoiceField(label="Qui en répond ?", required=False, choices=NOBODY)
    on = fields.day_field("À partir du", initial=today)
    reason = fields.reason_field("Pourquoi ?")


class CasePeerForm(fields.ChoicesForm):
    person = forms.ChoiceField(label="Qui relit ?", choices=[("", "Choisissez")])
    reason = fields.reason_field("Pourquoi cette personne ?", required=False)


class CaseMessageForm(forms.Form):
    text = fields.paragraph_field("Votre message")


class ApplicantAddressForm(forms.Form):
    email = fields.CanonicalEmailField(
        label="Nouvelle adresse électronique", error_messages={"required": "Écrivez l’adresse."}
    )
    reason = fields.reason_field("Comment savez-vous que c’est bien le demandeur ?")


class CaseAnswersForm(AnswersForm):
    """The title, then the answers. ``seen``: the last event that the writer saw, so that nobody is overwritten."""

    title = fields.text_field("Intitulé")
    reason = fields.reason_field("Pourquoi ce changement ?", required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CaseDeadlineForm(fields.ChoicesForm):
    code = forms.ChoiceField(label="Échéance")
    due_on = fields.day_field("Pour le")
    reason = fields.reason_field(
        "Pourquoi ?", required=False, help_text="Demandé quand une échéance déjà fixée change."
    )


class CaseAwardForm(forms.Form):
    holder = fields.text_field("Titulaire")
    cents = fields.AmountFormField(label="Montant", help_text="En euros hors taxes : « 48 000 » ou « 48 k€ ».")
    reference = fields.text_field("Numéro du marché", 120, required=False)
    on = fields.day_field("Attribué le", initial=today)
    reason = fields.reason_field("Pourquoi ?", required=False, help_text="Demandé quand une attribution est corrigée.")


class ExpectDeliverableForm(forms.Form):
    title = fields.text_field("Livrable")
    due_on = fields.day_field("Attendu le")


class AcceptDeliverableForm(DatedForm):
    reason = fields.reason_field("Observations", required=False)


class RefuseDeliverableForm(DatedForm):
    reason = fields.reason_field("Pourquoi le refuser ?", help_text="Le titulaire doit savoir quoi reprendre.")


class PostponeDeliverableForm(forms.Form):
    due_on = fields.day_field("Nouvelle date")
    reason = fields.reason_field("Pourquoi le reporter ?")


class OptionChoiceForm(fields.ChoicesForm):
    option = forms.ChoiceField(label="Option retenue", required=False, choices=[("", "Aucune de celles comparées")])
    text = fields.paragraph_field("Ou la décision, en mots", required=False)
    reason = fields.reason_field(
        "Pourquoi ce choix ?", help_text="Le motif de la personne qui choisit, pas celui du tableau."
    )
    enables = fields.paragraph_field("Ce que ce choix permet", required=False)
    enabled_numbers = fields.ActionCodesFormField(label="Actions qu’il permet", required=False, help_text=_ACTIONS_HELP)
    decision_reference = fields.text_field("Décision", required=False, help_text="Comité et numéro, s’il a décidé.")
    on = fields.day_field("Choisi le", initial=today)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not options["choices"]["option"]:
            del self.fields["option"]


class CaseDocumentForm(fields.ChoicesForm):
    kind = forms.ChoiceField(label="Nature")
    title = fields.text_field("Intitulé")
    on = fields.day_field("Date de la pièce", initial=today)
    deliverable = forms.ChoiceField(label="Livrable", required=False, choices=[("", "Aucun")])
    file = forms.FileField(
        label="Fichier",
        required=False,
        widget=forms.FileInput({"accept": ACCEPTED_EXTENSIONS}),
        help_text=f"PDF, bureautique, image ou texte, {MAX_DOCUMENT_SIZE // 1024 // 1024} Mo au plus, sans macro ni "
        "mot de passe. D’une photo, le lieu et l’appareil sont effacés.",
    )
    reference = fields.text_field("Ou l’endroit où elle est gardée", 500, required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not options["choices"]["deliverable"]:
            del self.fields["deliverable"]


class ComparisonOptionForm(forms.Form):
    title = fields.text_field("Option")
    description = fields.paragraph_field("En quoi elle consiste", required=False)
    enables = fields.paragraph_field("Ce qu’elle permettrait", required=False)
    enabled_numbers = fields.ActionCodesFormField(
        label="Actions qu’elle permettrait", required=False, help_text=_ACTIONS_HELP
    )


class CriterionForm(forms.Form):
    label = fields.text_field("Critère", 120)
    meaning = fields.text_field("Ce que veut dire 5", 300, required=False, help_text="5 est toujours le meilleur.")
    points = forms.IntegerField(
        label="Points",
        min_value=0,
        max_value=1000,
        help_text="Le poids est la part de ces points dans le total : inutile de faire 100.",
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    reason = fields.reason_field("Pourquoi ce poids ?", required=False)


class OptionScoresForm(forms.Form):
    """A score and its source for each criterion of one option. Empty fields stay without a score."""

    def __init__(self, *arguments: Any, criteria: list[tuple[int, str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.keys = [key for key, _, _ in criteria]
        for key, label, meaning in criteria:
            self.fields[f"value_{key}"] = fields.FrenchDecimalField(
                label=f"{label} : note de 0 à 5", places=1, required=False, help_text=meaning
            )
            self.fields[f"source_{key}"] = fields.text_field(f"{label} : d’où vient-elle ?", 300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and all(cleaned.get(f"value_{key}") is None for key in self.keys):
            raise forms.ValidationError("Aucune note n’est écrite. Écrivez-en une au moins, avec sa source.")
        return cleaned

    def entered_scores(self) -> list[tuple[int, Any, str]]:
        """Criterion key, score and source, for each entered score."""
        data = self.cleaned_data
        return [
            (key, data[f"value_{key}"], data[f"source_{key}"]) for key in self.keys if data[f"value_{key}"] is not None
        ]
