"""Fields and forms shared by the account pages, with their hints for browsers and phone keyboards."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.web.form_fields import CanonicalEmailField


def email_field(
    label: str = "Adresse électronique", autocomplete: str = "username", **options: Any
) -> CanonicalEmailField:
    return CanonicalEmailField(label=label, widget=forms.EmailInput({"autocomplete": autocomplete}), **options)


def password_field(label: str, autocomplete: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, strip=False, widget=forms.PasswordInput({"autocomplete": autocomplete}), max_length=200, **options
    )


def account_reason_field(label: str = "Pourquoi ?") -> forms.CharField:
    return forms.CharField(
        label=label, help_text="Une phrase. Elle reste au journal.", widget=forms.Textarea, max_length=1000
    )


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
    new_password = password_field(
        "Nouveau mot de passe",
        "new-password",
        help_text="12 caractères au moins. Une phrase que vous seul connaissez convient bien.",
    )
    new_password_again = password_field("Le même, une seconde fois", "new-password")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("new_password"), cleaned.get("new_password_again")
        if first and second and first != second:
            self.add_error("new_password_again", "Les deux mots de passe diffèrent. Écrivez le même deux fois.")
        return cleaned
