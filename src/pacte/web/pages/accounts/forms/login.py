"""Login forms, and forms to change credentials."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.web.pages.accounts.forms import fields

RULE_SENTENCE = "12 caractères au moins. Une phrase que vous seul connaissez convient bien."


class LoginForm(forms.Form):
    email = fields.email_field()
    password = fields.password_field("Mot de passe", "current-password")
    remember = forms.BooleanField(
        label="Rester connecté 7 jours sur cet appareil",
        required=False,
        help_text="À ne pas cocher sur un poste partagé. Sans effet pour les rôles qui engagent la Région.",
    )


class LoginLinkForm(forms.Form):
    email = fields.email_field()


class UseLoginLinkForm(forms.Form):
    """No field: the button is what a mail scanner does not press."""


class TotpCodeForm(forms.Form):
    code = forms.CharField(
        label="Code à 6 chiffres",
        max_length=12,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        code = "".join(str(self.cleaned_data["code"]).split())
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise forms.ValidationError("Un code a 6 chiffres. Recopiez celui que montre votre téléphone.")
        return code


class NewPasswordForm(forms.Form):
    new_password = fields.password_field("Nouveau mot de passe", "new-password", help_text=RULE_SENTENCE)
    new_password_again = fields.password_field("Le même, une seconde fois", "new-password")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("new_password"), cleaned.get("new_password_again")
        if first and second and first != second:
            self.add_error("new_password_again", "Les deux mots de passe diffèrent. Écrivez le même deux fois.")
        return cleaned


class IdentityCheckForm(forms.Form):
    password = fields.password_field("Votre mot de passe", "current-password")


class IdentityCheckWithCodeForm(IdentityCheckForm, TotpCodeForm):
    field_order = ["password", "code"]
