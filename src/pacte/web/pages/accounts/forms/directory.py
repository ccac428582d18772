"""Forms of the directory of organisations."""

from __future__ import annotations

from django import forms

from pacte.accounts.records import KIND_LABELS
from pacte.web.pages.accounts.forms import fields

_KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
_SIRET_HELP = "14 chiffres. À laisser vide pour un organisme qui n’en a pas, comme « Partenaires sociaux »."


class OrganisationForm(forms.Form):
    name = forms.CharField(label="Nom", max_length=200)
    kind = forms.ChoiceField(label="Nature", choices=_KINDS, initial="other")
    siret = forms.CharField(label="SIRET", required=False, max_length=20, help_text=_SIRET_HELP)
    valid_from = fields.day(
        "Porte ce nom depuis le", required=False, help_text="À laisser vide si la date n’est pas connue."
    )


class CorrectOrganisationForm(forms.Form):
    kind = forms.ChoiceField(label="Nature", choices=_KINDS)
    siret = forms.CharField(label="SIRET", required=False, max_length=20, help_text=_SIRET_HELP)
    reason = fields.reason("Pourquoi cette correction ?")


class RenameForm(forms.Form):
    name = forms.CharField(label="Nouveau nom", max_length=200)
    on = fields.day("À partir du", help_text="L’ancien nom reste vrai jusqu’à la veille.")


class ServiceForm(forms.Form):
    code = forms.CharField(label="Sigle", max_length=80, help_text="Tel que le plan l’écrit, par exemple « DFP ».")
    name = forms.CharField(label="Nom complet", required=False, max_length=200)
