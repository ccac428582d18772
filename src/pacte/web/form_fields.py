"""Form fields shared by several page groups, with their hints for browsers and phone keyboards."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

from django import forms
from django.core.files.base import File

from pacte.kernel.action_codes import ActionCode, is_action_code, normalise_action_code, parse_action_code
from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import ValidationError
from pacte.kernel.french_numbers import DecimalMark, parse_french_number
from pacte.kernel.money import parse_cents
from pacte.kernel.single_line import to_single_line

_NUMBER_START = re.compile(r"[-−+]?\s*[0-9]")
_MAX_NUMBER_LENGTH = 30
_MAX_CENTS = 10**14


def day_field(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)


class SingleLineField(forms.CharField):
    """Free text on one line: line ends become spaces, invisible characters are removed (``kernel.single_line``)."""

    def to_python(self, value: Any) -> str:
        return to_single_line(str(super().to_python(value)))


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


def text_field(label: str, max_length: int = 200, **options: Any) -> SingleLineField:
    return SingleLineField(label=label, max_length=max_length, **options)


def idempotency_key_field() -> forms.CharField:
    """Hidden idempotency key, new on each rendered page: a form submitted twice runs once."""
    return forms.CharField(required=False, max_length=60, widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex)


class ChoicesForm(forms.Form):
    """A form whose choices are known when it is shown. ``choices``: by field, added after those that it declares."""

    def __init__(self, *arguments: Any, choices: Mapping[str, Iterable[tuple[str, str]]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, more in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*field.choices, *more]


def enum_field(
    label: str, labels: Mapping[Any, str], *, blank: str | None = "choisir", **options: Any
) -> forms.TypedChoiceField:
    """One member of an enum, among those of ``labels``; cleaned data hold it, or None. ``blank``: the first line."""
    choices = [(str(each.value), text) for each, text in labels.items()]
    first = [] if blank is None else [("", blank)]
    kind: Callable[[Any], Any] = type(next(iter(labels)))
    return forms.TypedChoiceField(label=label, choices=[*first, *choices], coerce=kind, empty_value=None, **options)


def paragraph_field(label: str, **options: Any) -> forms.CharField:
    options.setdefault("max_length", 4000)
    return forms.CharField(label=label, widget=forms.Textarea, **options)


def file_field(label: str, *, missing: str, largest: int | None = None, too_large: str = "") -> forms.FileField:
    """A file of at most ``largest`` bytes, if given. ``missing`` and ``too_large`` say what to do in these cases."""

    def refuse_large(file: File[Any]) -> None:
        if largest is not None and file.size > largest:
            raise forms.ValidationError(too_large)

    error_messages = {
        "required": missing,
        "empty": "Ce fichier est vide. Vérifiez que vous avez choisi le bon.",
        "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis déposez-le de nouveau.",
    }
    return forms.FileField(label=label, max_length=255, validators=[refuse_large], error_messages=error_messages)


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files, chosen together. Cleaned data are a list, never empty."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[File[Any]]:
        files = data if isinstance(data, list | tuple) else [data]
        clean_one = super().clean
        return [clean_one(each, initial) for each in files or [None]]


def several_files_field(label: str, *, missing: str) -> SeveralFilesField:
    """``missing`` says what to do when nothing is chosen."""
    error_messages = {
        "required": missing,
        "empty": "Ce fichier est vide. Vérifiez que vous avez choisi le bon.",
        "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis déposez-le de nouveau.",
    }
    return SeveralFilesField(label=label, max_length=255, error_messages=error_messages)


def reason_field(label: str = "Pourquoi ?", **options: Any) -> forms.CharField:
    options.setdefault("help_text", "Une phrase. Elle reste dans l’histoire.")
    return forms.CharField(label=label, widget=forms.Textarea, max_length=2000, **options)


class FrenchDecimalField(forms.Field):
    """Decimal number as typed in French: « 72,1 », « 1 250 » or « 72.1 ». An empty value gives None.

    ``error_messages["invalid"]`` may name what is ``typed``.
    """

    default_error_messages = {
        "required": "Écrivez un nombre, par exemple « 72,1 ».",
        "invalid": "« %(typed)s » n’est pas un nombre. Écrivez par exemple « 72,1 ».",
    }

    def __init__(self, *, places: int = 4, largest: Decimal = Decimal(10) ** 13, **options: Any) -> None:
        super().__init__(widget=forms.TextInput({"inputmode": "decimal"}), **options)
        self.places, self.largest = places, largest

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").strip()
        if not typed:
            return None
        is_plain = len(typed) <= _MAX_NUMBER_LENGTH and _NUMBER_START.match(typed) is not None
        number = parse_french_number(typed, mark=DecimalMark.EITHER) if is_plain else None
        if number is None or abs(number) > self.largest or -int(number.as_tuple().exponent) > self.places:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid", {"typed": str(value)[:40]})
        return number


class AmountFormField(forms.Field):
    """Amount in cents, from « 48 000 », « 48 000,50 € » or « 48 k€ ». An empty value gives None.

    ``signed`` accepts « -300 »: the decrease of a vote.
    """

    default_error_messages = {"required": "Écrivez un montant, par exemple « 48 000 »."}

    def __init__(self, *, signed: bool = False, **options: Any) -> None:
        super().__init__(widget=forms.TextInput({"inputmode": "decimal"}), **options)
        self.signed = signed

    def prepare_value(self, value: Any) -> Any:
        """Cents given as initial value are shown as they are typed: « 8,50 »."""
        return decimal_input_text(Decimal(value).scaleb(-2)) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        if not str(value or "").strip():
            return None
        try:
            is_short = len(str(value)) <= _MAX_NUMBER_LENGTH
            cents = parse_cents(str(value), signed=self.signed) if is_short else _MAX_CENTS + 1
        except ValidationError as error:
            raise forms.ValidationError(str(error)) from error
        if abs(cents) > _MAX_CENTS:
            raise forms.ValidationError("Ce montant est trop grand. Vérifiez-le, et son unité.")
        return cents


class ActionCodeFormField(forms.CharField):
    """Action code: « 12 » or « B.2.3 ». An empty value gives None."""

    default_error_messages = {"required": "Écrivez le numéro d’une action, par exemple « 12 »."}

    def to_python(self, value: Any) -> Any:
        code = str(value or "").strip()
        if not code:
            return None
        try:
            return parse_action_code(code)
        except ValidationError as error:
            raise forms.ValidationError(str(error)) from error


class ActionCodesFormField(forms.CharField):
    """List of action codes: « 7, 12 », « A.1, 27b ». ``error_messages["invalid"]`` may name what is ``typed``."""

    default_error_messages = dict.fromkeys(
        ("required", "invalid"), "Écrivez des numéros d’action séparés par des virgules, par exemple « 7, 12 »."
    )

    def clean(self, value: Any) -> tuple[ActionCode, ...]:
        typed = super().clean(value)
        codes = [normalise_action_code(each) for each in re.split(r"[\s,;]+", typed) if each]
        if not all(map(is_action_code, codes)):
            raise forms.ValidationError(self.error_messages["invalid"], "invalid", {"typed": typed})
        return tuple(dict.fromkeys(codes))


def decimal_input_text(value: Decimal | None) -> str:
    """Formats a decimal as its field displays it: « 72,1 »."""
    return "" if value is None else f"{value:f}".replace(".", ",")


def first_error(form: forms.BaseForm) -> str:
    """What is wrong first, for a page that says one thing at a time; "" when nothing is."""
    of_fields = (str(error) for bound in form for error in bound.errors)
    return next(chain(of_fields, map(str, form.non_field_errors())), "")
