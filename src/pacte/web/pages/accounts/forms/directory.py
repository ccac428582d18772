"""Forms of the directory of organisations."""

from __future__ import annotations

from django import forms

from pacte.accounts.records import KIND_LABELS
from pacte.web.form_fields import text_field
from pacte.web.pages.accounts.forms import fields

_KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
_SIRET_HELP = "14 chiffres. À laisser vide pour un organisme qui n’en a pas, comme « Partenaires sociaux »."


class OrganisationForm(forms.Form):
    name = text_field("Nom", 200)
    kind = forms.ChoiceField(label="Nature", choices=_KINDS, initial="other")
    siret = text_field("SIRET", 20, required=False, help_text=_SIRET_HELP)
    valid_from = fields.account_day_field(
        "Porte ce nom depuis le", required=False, help_text="À laisser vide si la date n’est pas connue."
    )


class CorrectOrganisationForm(forms.Form):
    kind = forms.ChoiceField(label="Nature", choices=_KINDS)
    siret = text_field("SIRET", 20, required=False, help_text=_SIRET_HELP)
    reason = fields.account_reason_field("Pourquoi cette correction ?")


class RenameOrganisationForm(forms.Form):
    name = text_field("Nouveau nom", 200)
    on = fields.account_day_field("À partir du", help_text="L’ancien nom reste vrai jusqu’à la veille.")


class OrganisationServiceForm(forms.Form):
    code = text_field("Sigle", 80, help_text="Tel que le plan l’écrit, par exemple « DFP ».")
    name = text_field("Nom complet", 200, required=False)
