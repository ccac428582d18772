"""Errors of forms in plain French. Django says « Assurez-vous que cette valeur… »; a page says what to write.

``FormRenderer`` is the renderer of every form of the site (``settings.FORM_RENDERER``): its fields say their errors so.
Only sentences of Django are replaced, which are the translated ones: a field that has its own sentence keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.utils.functional import Promise

from pacte.kernel.french import format_number, pluralise

# A whole number between these is a year: no thousands are separated, and it is called so.
_FIRST_YEAR, _LAST_YEAR = 1850, 2200
_COMMON_FIRST_WORD = re.compile(
    r"(?:(?:aucune?|ce|cet|cette|ces|ceci|cela|il|elle|ils|elles|on|la|le|les|une?|dites|faites|\w+ez)\b|\w{1,2}’)",
    re.IGNORECASE,
)
_TO_CHOOSE = "Choisissez une des réponses proposées."
_A_DAY = "Écrivez une date, avec le jour, le mois et l’année."
_AN_HOUR = "Écrivez une heure, par exemple 9:30."
_AN_EMAIL = "Écrivez une adresse de courriel, par exemple prenom.nom@exemple.fr."
_A_SITE = "Écrivez l’adresse d’une page, par exemple https://www.exemple.fr."
_A_FILE = "Choisissez un fichier."

# What to do, by kind of field, the narrowest kind first: said when nothing is written, or when it cannot be read.
_TO_DO: Final[tuple[tuple[type[forms.Field], str], ...]] = (
    (forms.FileField, _A_FILE),
    (forms.BooleanField, "Cochez cette case."),
    (forms.MultipleChoiceField, "Choisissez au moins une réponse."),
    (forms.ChoiceField, "Choisissez une réponse."),
    (forms.DateField, _A_DAY),
    (forms.TimeField, _AN_HOUR),
    (forms.EmailField, _AN_EMAIL),
    (forms.URLField, _A_SITE),
    (forms.SlugField, "Écrivez des lettres sans accent, des chiffres et des tirets, sans espace."),
)
_EMPTY: Final = "La case est vide. Remplissez-la."
_UNREADABLE: Final = "Ce n’est pas écrit comme il faut. Regardez l’exemple, puis corrigez."
_INCOMPLETE: Final = "Une partie de la page n’est pas arrivée. Rouvrez la page, puis recommencez."

# By code of Django, for those whose sentence does not depend on the kind of field.
_BY_CODE: Final[Mapping[str, str]] = {
    "invalid_choice": f"Ce choix n’est pas dans la liste. {_TO_CHOOSE}",
    "invalid_list": f"Ce choix n’est pas dans la liste. {_TO_CHOOSE}",
    "null_characters_not_allowed": "Un signe invisible s’est glissé ici. Effacez tout, puis écrivez de nouveau.",
    "missing": f"Aucun fichier n’est arrivé. {_A_FILE}",
    "empty": "Ce fichier est vide. Vérifiez que vous avez choisi le bon.",
    "contradiction": "Choisissez un fichier, ou cochez la case pour l’enlever : pas les deux.",
}


class PlainBoundField(BoundField):
    """A field of a form whose errors are in plain French."""

    @property
    def errors(self) -> ErrorList:
        raw = super().errors
        sentences = [plain_sentence(error, self.field) for error in raw.as_data()]
        return ErrorList(sentences, error_class=raw.error_class, renderer=self.form.renderer)


class FormRenderer(TemplatesSetting):
    bound_field_class = PlainBoundField


def plain_sentence(error: ValidationError, field: forms.Field) -> str:
    """What is wrong with a field and what to do. ``error`` holds one message."""
    if not isinstance(error.message, Promise):
        return str(next(iter(error.messages)))
    code, params = error.code or "", error.params or {}
    if field.widget.is_hidden:
        return _INCOMPLETE
    if length_sentence := _LENGTHS.get(code):
        return length_sentence(params)
    return _BY_CODE.get(code) or _what_to_do(field, is_empty=code == "required")


def summary_sentence(label: str, sentence: str) -> str:
    """The sentence with the name of its field: « Prénom : la case est vide… », « Pourquoi ? La case est vide… »."""
    if not label:
        return sentence
    if label.rstrip().endswith(("?", "!", ".", ":")):
        return f"{label.rstrip()} {sentence}"
    return f"{label} : {_in_a_sentence(sentence)}"


def _in_a_sentence(sentence: str) -> str:
    """After a colon a sentence begins with a small letter, when its first word is no name."""
    return sentence[0].lower() + sentence[1:] if _COMMON_FIRST_WORD.match(sentence) else sentence


def _what_to_do(field: forms.Field, *, is_empty: bool) -> str:
    if isinstance(field, forms.IntegerField):
        return _number_sentence(field)
    to_do = next((sentence for kind, sentence in _TO_DO if isinstance(field, kind)), "")
    return to_do or (_EMPTY if is_empty else _UNREADABLE)


def _number_sentence(field: forms.IntegerField) -> str:
    """« Écrivez une année entre 1930 et 2015. », « Écrivez un nombre entier, 1 au moins. »."""
    least, most = _bound(field.min_value), _bound(field.max_value)
    if least is not None and most is not None:
        is_year = least >= _FIRST_YEAR and most <= _LAST_YEAR
        what = "une année" if is_year else _number_noun(field)
        return f"Écrivez {what} entre {_digits(least, is_year)} et {_digits(most, is_year)}."
    if least is not None:
        return f"Écrivez {_number_noun(field)}, {_digits(least)} au moins."
    if most is not None:
        return f"Écrivez {_number_noun(field)}, {_digits(most)} au plus."
    return f"Écrivez {_number_noun(field)}, en chiffres."


def _number_noun(field: forms.IntegerField) -> str:
    return "un nombre" if isinstance(field, (forms.FloatField, forms.DecimalField)) else "un nombre entier"


def _bound(limit: Any) -> Any:
    return limit() if callable(limit) else limit


def _digits(number: Any, is_year: bool = False) -> str:
    return str(number) if is_year else format_number(number)


def _too_long(params: Mapping[str, Any]) -> str:
    limit, length = params.get("limit_value", params.get("max")), params.get("show_value", params.get("length"))
    return f"Écrivez {pluralise(int(limit), 'signe')} au plus. Il y en a {format_number(int(length))}."


def _too_short(params: Mapping[str, Any]) -> str:
    return f"Écrivez {pluralise(int(params['limit_value']), 'signe')} au moins."


_LENGTHS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {"max_length": _too_long, "min_length": _too_short}


def form_errors(form: forms.BaseForm) -> list[tuple[BoundField | None, str]]:
    """Errors of the whole form and of its hidden fields first, then those of each field with the field."""
    hidden_errors = [*form.non_field_errors(), *(error for bound in form.hidden_fields() for error in bound.errors)]
    return [
        *((None, each) for each in dict.fromkeys(map(str, hidden_errors))),
        *((bound, str(error)) for bound in form.visible_fields() for error in bound.errors),
    ]
