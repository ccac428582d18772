"""Fields of web forms made from the questions of a procedure, and the answers that they give.

A reference is typed in words or as a code, and becomes the code of something that exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.kernel.siret import checked_siret
from pacte.procedures.records.form import (
    AmountField,
    ChoiceField,
    DayField,
    EmailField,
    FormField,
    NumberField,
    PhoneField,
    ReferenceField,
    ReferenceTarget,
    SiretField,
    TextField,
    YesNoField,
)
from pacte.procedures.rules.answer_text import reference_text
from pacte.reference.codes import parse_certification_code
from pacte.reference.queries import communes_by_code, search_places
from pacte.web import form_fields as fields
from pacte.web.occupation_field import resolve_occupation

_BLANK = [("", "Non dit")]
_YES_NO = [("", "Non dit"), ("yes", "Oui"), ("no", "Non")]
_COMMUNE_CODE = re.compile(r"(?:^|\()(\d[0-9AB]\d{3})\)?$")
_JOURNEY_NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MAX_REFERENCES = 30


class ReferenceFormField(fields.SingleLineField):
    """The code of something that exists, or several separated by « ; »."""

    def __init__(self, *, kind: ReferenceTarget, is_multiple: bool, **options: Any) -> None:
        super().__init__(max_length=1000 if is_multiple else 200, **options)
        self.kind, self.is_multiple = kind, is_multiple

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not self.is_multiple:
            return self._code_of(typed) if typed else None
        parts = [part.strip() for part in typed.split(";") if part.strip()][:_MAX_REFERENCES]
        return list(dict.fromkeys(self._code_of(part) for part in parts)) or None

    def _code_of(self, typed: str) -> str:
        code = _CODES.get(self.kind, str.strip)(typed)
        if not code:
            raise forms.ValidationError(f"« {typed[:80]} » n’est pas connu. {_HINTS[self.kind]}")
        return code


def _commune_code(typed: str) -> str:
    code = _COMMUNE_CODE.search(typed.upper())
    if code and code[1] in communes_by_code([code[1]]):
        return code[1]
    matches = search_places(typed)
    same_name = [each for each in matches if fold_text(each.name) == fold_text(typed)] or matches
    return same_name[0].code if len(same_name) == 1 else ""


def _journey_number(typed: str) -> str:
    """The number of a journey, alone or in the address of its page."""
    matched = _JOURNEY_NUMBER.search(typed.lower())
    return matched[0] if matched else ""


_CODES: Mapping[ReferenceTarget, Callable[[str], str]] = {
    ReferenceTarget.COMMUNE: _commune_code,
    ReferenceTarget.OCCUPATION: lambda typed: resolve_occupation(typed).code,
    ReferenceTarget.CERTIFICATION: lambda typed: parse_certification_code(typed) or "",
    ReferenceTarget.BLOCK: lambda typed: "".join(typed.upper().split()),
    ReferenceTarget.JOURNEY: _journey_number,
}
_HINTS = {
    ReferenceTarget.COMMUNE: "Écrivez le nom d’une commune, ou son code INSEE si plusieurs le portent.",
    ReferenceTarget.OCCUPATION: "Écrivez un métier, ou son code ROME : « H2913 ».",
    ReferenceTarget.CERTIFICATION: "Écrivez son numéro : « RNCP 34567 ».",
    ReferenceTarget.BLOCK: "Écrivez le numéro du bloc : « RNCP34567BC01 ».",
    ReferenceTarget.SESSION: "Écrivez le numéro de la session.",
    ReferenceTarget.TRAINING: "Écrivez le numéro de la formation.",
    ReferenceTarget.ORDER: "Écrivez le numéro de la commande.",
    ReferenceTarget.JOURNEY: "Copiez l’adresse de la page du parcours, ou son numéro.",
}


class SiretFormField(fields.SingleLineField):
    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return checked_siret(typed) if typed else None
        except ValidationError as error:
            raise forms.ValidationError(str(error)) from error


def form_field_of(field: FormField, *, required: bool = False) -> forms.Field:
    """The web field of a question. Nothing is required in a draft: what is missing is said before sending."""
    options: dict[str, Any] = {"label": field.label, "required": required, "help_text": field.help}
    match field:
        case TextField():
            make = fields.paragraph_field if field.is_long else fields.text_field
            return make(max_length=field.most, **options)
        case NumberField():
            options["help_text"] = " ".join(
                part for part in (field.help, f"En {field.unit}." if field.unit else "") if part
            )
            return fields.FrenchDecimalField(places=field.places, **options)
        case AmountField():
            return fields.AmountFormField(**options)
        case DayField():
            return fields.day_field(**options)
        case YesNoField():
            return forms.ChoiceField(choices=_YES_NO, **options)
        case ChoiceField(is_multiple=True):
            return forms.MultipleChoiceField(choices=field.choices, widget=forms.CheckboxSelectMultiple, **options)
        case ChoiceField():
            return forms.ChoiceField(choices=[*_BLANK, *field.choices], **options)
        case SiretField():
            return SiretFormField(max_length=20, **options)
        case EmailField():
            return fields.CanonicalEmailField(**options)
        case PhoneField():
            return fields.text_field(max_length=24, widget=forms.TextInput({"inputmode": "tel"}), **options)
        case ReferenceField():
            several = "Plusieurs, séparés par « ; »." if field.is_multiple else ""
            options["help_text"] = " ".join(part for part in (field.help or _HINTS[field.kind], several) if part)
            return ReferenceFormField(kind=field.kind, is_multiple=field.is_multiple, **options)
        case _:
            raise TypeError(f"{type(field).__name__} is not one field of a form")


def answer_of(field: FormField, cleaned: Any) -> Any:
    """The answer as a case keeps it, from what the web field gives; None without one."""
    if cleaned in (None, "", []):
        return None
    match field:
        case DayField():
            return cleaned.isoformat()
        case YesNoField():
            return cleaned == "yes"
        case NumberField():
            return int(cleaned) if cleaned == int(cleaned) else str(cleaned)
        case _:
            return cleaned


def initial_of(field: FormField, answer: Any, names: Mapping[tuple[str, str], str]) -> Any:
    """What the web field shows for an answer that is kept."""
    match field:
        case NumberField() if answer is not None:
            return fields.decimal_input_text(Decimal(str(answer)))
        case YesNoField() if isinstance(answer, bool):
            return "yes" if answer else "no"
        case ReferenceField() if answer:
            codes = answer if isinstance(answer, list) else [answer]
            return "; ".join(reference_text(field, str(code), names) for code in codes)
        case _:
            return answer
