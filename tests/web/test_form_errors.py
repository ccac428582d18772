"""Errors of forms: no sentence of Django reaches a page; each one says what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from pacte.web.form_errors import form_errors, plain_sentence, summary_sentence
from pacte.web.form_fields import AmountFormField, FrenchDecimalField, day_field, first_error, text_field
from pacte.web.templatetags.pacte_components import as_errors, as_field
from tests.web.access_checks import site_addresses

# What Django writes, and what nobody says.
_DJANGO = re.compile(r"assurez-vous|ce champ|valeur|saisissez|veuillez|sélectionnez|soumis|renseign", re.IGNORECASE)
_WRONG: tuple[Any, ...] = (
    None, "", [], False, "\x00", "a" * 20_000, "pas un nombre", "-9999999999999", "9999999999999", "1,5", "31/31/2021",
    "pas une adresse", "http:", ["inconnu"], "inconnu", date(1, 1, 1), SimpleUploadedFile("vide.txt", b""),
    SimpleUploadedFile("a" * 300 + ".txt", b"x"),
)  # fmt: skip


def _forms(base: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for each in base.__subclasses__():
        if each.__module__.startswith("pacte."):
            yield each
        yield from _forms(each)


def _fields() -> list[tuple[str, forms.Field]]:
    """Every field that a form of the site declares, by name: reading the addresses imports the pages."""
    assert list(site_addresses(get_resolver()))
    return [
        (f"{form.__module__}.{form.__name__}.{name}", field)
        for form in set(_forms())
        for name, field in form.base_fields.items()
    ]


def _refusals(field: forms.Field) -> Iterator[ValidationError]:
    """What the field says of wrong answers, then all that its kind and its validators may say."""
    for wrong in _WRONG:
        try:
            field.clean(wrong)
        except ValidationError as error:
            yield from error.error_list
        except (AttributeError, TypeError):
            continue  # What no browser sends to this field.
    params = {"limit_value": 3, "show_value": 7, "max": 3, "length": 7, "value": "x", "typed": "x"}
    said = dict(field.error_messages)
    said |= {each.code: each.message for each in field.validators if hasattr(each, "message") and hasattr(each, "code")}
    yield from (ValidationError(message, code, params) for code, message in said.items())


def test_no_field_of_the_site_speaks_like_django() -> None:
    fields = _fields()
    assert len(fields) > 250
    said = {(name, plain_sentence(error, field)) for name, field in fields for error in _refusals(field)}
    assert len(said) > 1_000
    assert sorted(each for each in said if _DJANGO.search(each[1])) == []
    assert sorted(each for each in said if not each[1].rstrip("»").endswith((".", "?", ". "))) == []


class _Sheet(forms.Form):
    first_name = text_field("Prénom", max_length=10)
    birth_year = forms.IntegerField(label="Année de naissance", min_value=1930, max_value=2015)
    seats = forms.IntegerField(label="Places", min_value=1)
    hours = FrenchDecimalField(label="Heures")
    price = AmountFormField(label="Prix")
    day = day_field("Date d’entrée")
    email = forms.EmailField(label="Courriel")
    why = forms.ChoiceField(label="Pourquoi ?", choices=[("a", "A")])
    ways = forms.MultipleChoiceField(label="Moyens", choices=[("a", "A")])
    sure = forms.BooleanField(label="Je suis d’accord")
    own = text_field("Référent", error_messages={"required": "Dites qui suit la personne."})
    kept = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("first_name", "", "Prénom : la case est vide. Remplissez-la."),
        ("first_name", "a" * 12, "Prénom : écrivez 10\u00a0signes au plus. Il y en a 12."),
        ("birth_year", "", "Année de naissance : écrivez une année entre 1930 et 2015."),
        ("birth_year", "1900", "Année de naissance : écrivez une année entre 1930 et 2015."),
        ("birth_year", "soixante", "Année de naissance : écrivez une année entre 1930 et 2015."),
        ("seats", "0", "Places : écrivez un nombre entier, 1 au moins."),
        ("hours", "", "Heures : écrivez un nombre, par exemple « 72,1 »."),
        ("price", "", "Prix : écrivez un montant, par exemple « 48 000 »."),
        ("day", "demain", "Date d’entrée : écrivez une date, avec le jour, le mois et l’année."),
        ("email", "moi", "Courriel : écrivez une adresse de courriel, par exemple prenom.nom@exemple.fr."),
        ("why", "", "Pourquoi ? Choisissez une réponse."),
        ("why", "z", "Pourquoi ? Ce choix n’est pas dans la liste. Choisissez une des réponses proposées."),
        ("ways", "", "Moyens : choisissez au moins une réponse."),
        ("sure", "", "Je suis d’accord : cochez cette case."),
        ("own", "", "Référent : dites qui suit la personne."),
    ],
)
def test_an_error_names_its_field_and_says_what_to_write(name: str, typed: str, said: str) -> None:
    form = _Sheet({name: typed})
    assert {each["field"]: each["message"] for each in as_errors(form)}[form[name].auto_id] == said


def test_the_sentence_beside_the_field_is_the_one_of_the_summary_without_its_name() -> None:
    form = _Sheet({"birth_year": "1900"})
    assert as_field(form["birth_year"])["error"] == "Écrivez une année entre 1930 et 2015."
    assert first_error(form) == "La case est vide. Remplissez-la."


def test_a_hidden_field_that_is_missing_leads_nowhere_and_is_said_once() -> None:
    said = [error for bound, error in form_errors(_Sheet({})) if bound is None]
    assert said == ["Une partie de la page n’est pas arrivée. Rouvrez la page, puis recommencez."]


def test_a_sentence_keeps_its_capitals_and_a_field_without_name_says_the_sentence_alone() -> None:
    assert summary_sentence("Fichier", "CSV seulement.") == "Fichier : CSV seulement."
    assert summary_sentence("", "Cochez-en un.") == "Cochez-en un."
