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
    ReferenceKind,
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
_MAX_REFERENCES = 30


class ReferenceFormField(fields.SingleLineField):
    """The code of something that exists, or several separated by « ; »."""

    def __init__(self, *, kind: ReferenceKind, is_multiple: bool, **options: Any) -> None:
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
    found = _COMMUNE_CODE.search(typed.upper())
    if found and found[1] in communes_by_code([found[1]]):
        return found[1]
    matches = search_places(typed)
    same_name = [each for each in matches if fold_text(each.name) == fold_text(typed)] or matches
    return same_name[0].code if len(same_name) == 1 else ""


_CODES: Mapping[ReferenceKind, Callable[[str], str]] = {
    ReferenceKind.COMMUNE: _commune_code,
    ReferenceKind.OCCUPATION: lambda typed: resolve_occupation(typed).code,
    ReferenceKind.CERTIFICATION: lambda typed: parse_certification_code(typed) or "",
}
_HINTS = {
    ReferenceKind.COMMUNE: "Écrivez le nom d’une commune, ou son code INSEE si plusieurs le portent.",
    ReferenceKind.OCCUPATION: "Écrivez un métier, ou son code ROME : « H2913 ».",
    ReferenceKind.CERTIFICATION: "Écrivez son numéro : « RNCP 34567 ».",
    ReferenceKind.SESSION: "Écrivez le numéro de la session.",
    ReferenceKind.TRAINING: "Écrivez le numéro de la formation.",
    ReferenceKind.ORDER: "Écrivez le numéro de la commande.",
}


class SiretFormField(fields.SingleLineField):
    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return checked_siret(typed) if typed else None
        except ValidationError as error:
            raise forms.ValidationError(str(error)) from error


def form_field_of(asked: FormField, *, required: bool = False) -> forms.Field:
    """The web field of a question. Nothing is required in a draft: what is missing is said before sending."""
    options: dict[str, Any] = {"label": asked.label, "required": required, "help_text": asked.help}
    match asked:
        case TextField():
            make = fields.paragraph_field if asked.is_long else fields.text_field
            return make(max_length=asked.most, **options)
        case NumberField():
            options["help_text"] = " ".join(
                part for part in (asked.help, f"En {asked.unit}." if asked.unit else "") if part
            )
            return fields.FrenchDecimalField(places=asked.places, **options)
        case AmountField():
            return fields.AmountField(**options)
        case DayField():
            return fields.day_field(**options)
        case YesNoField():
            return forms.ChoiceField(choices=_YES_NO, **options)
        case ChoiceField(is_multiple=True):
            return forms.MultipleChoiceField(choices=asked.choices, widget=forms.CheckboxSelectMultiple, **options)
        case ChoiceField():
            return forms.ChoiceField(choices=[*_BLANK, *asked.choices], **options)
        case SiretField():
            return SiretFormField(max_length=20, **options)
        case EmailField():
            return fields.CanonicalEmailField(**options)
        case PhoneField():
            return fields.text_field(max_length=24, widget=forms.TextInput({"inputmode": "tel"}), **options)
        case ReferenceField():
            several = "Plusieurs, séparés par « ; »." if asked.is_multiple else ""
            options["help_text"] = " ".join(part for part in (asked.help or _HINTS[asked.kind], several) if part)
            return ReferenceFormField(kind=asked.kind, is_multiple=asked.is_multiple, **options)
        case _:
            raise TypeError(f"{type(asked).__name__} is not one field of a form")


def answer_of(asked: FormField, cleaned: Any) -> Any:
    """The answer as a case keeps it, from what the web field gives; None without one."""
    if cleaned in (None, "", []):
        return None
    match asked:
        case DayField():
            return cleaned.isoformat()
        case YesNoField():
            return cleaned == "yes"
        case NumberField():
            return int(cleaned) if cleaned == int(cleaned) else str(cleaned)
        case _:
            return cleaned


def initial_of(asked: FormField, answer: Any, names: Mapping[tuple[str, str], str]) -> Any:
    """What the web field shows for an answer that is kept."""
    match asked:
        case NumberField() if answer is not None:
            return fields.decimal_input_text(Decimal(str(answer)))
        case YesNoField() if isinstance(answer, bool):
            return "yes" if answer else "no"
        case ReferenceField() if answer:
            codes = answer if isinstance(answer, list) else [answer]
            return "; ".join(reference_text(asked, str(code), names) for code in codes)
        case _:
            return answer
