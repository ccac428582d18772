"""Fields that several forms use, with what the browser and the phone's keyboard should know."""

from __future__ import annotations

from typing import Any

from django import forms


def day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)


def email(label: str = "Adresse électronique", autocomplete: str = "username", **options: Any) -> forms.EmailField:
    return forms.EmailField(label=label, widget=forms.EmailInput({"autocomplete": autocomplete}), **options)


def password(label: str, autocomplete: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, strip=False, widget=forms.PasswordInput({"autocomplete": autocomplete}), max_length=200, **options
    )


def reason(label: str = "Pourquoi ?") -> forms.CharField:
    return forms.CharField(
        label=label, help_text="Une phrase. Elle reste au journal.", widget=forms.Textarea, max_length=1000
    )
