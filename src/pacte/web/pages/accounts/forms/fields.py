"""Fields shared by the account forms, with their hints for browsers and phone keyboards."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import ValidationError


def account_day_field(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)


class CanonicalEmailField(forms.CharField):
    """E-mail address in the canonical form under which accounts are stored, searched and counted."""

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        if not typed:
            return ""
        try:
            return canonical_email(typed)
        except ValidationError as error:
            raise forms.ValidationError(str(error)) from error


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
