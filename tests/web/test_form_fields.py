"""Form fields of numbers as people type them: what is read, what is refused; no text causes an error."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from pacte.offer.records import FUND_LABELS, Fund
from pacte.web.form_fields import (
    ActionCodesFormField,
    AmountFormField,
    FrenchDecimalField,
    decimal_input_text,
    enum_field,
    file_field,
    first_error,
)
from pacte.web.templatetags.pacte_components import as_errors, as_field

NUMBER, AMOUNT, NUMBERS = (
    FrenchDecimalField(required=False),
    AmountFormField(required=False),
    ActionCodesFormField(required=False),
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("72,1", Decimal("72.1")), ("72.1", Decimal("72.1")), ("1 250", Decimal(1250)), ("−3", Decimal(-3)),
        ("0", Decimal(0)), ("", None), (" ", None), ("1\u202f250,5", Decimal("1250.5")),
    ],
)  # fmt: skip
def test_a_number_is_read_as_the_french_write_it(typed: str, read: Decimal | None) -> None:
    assert NUMBER.clean(typed) == read


@pytest.mark.parametrize(
    "typed", ["1e999999999", "NaN", "Infinity", "1_000", "٣", "1,2,3", "9" * 31, "1,12345", "10 %", "-", ",5"]
)
def test_what_is_no_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValidationError, match="n’est pas un nombre"):
        NUMBER.clean(typed)


@given(st.decimals(-(10**13), 10**13, places=4))
def test_a_number_shown_is_read_back(value: Decimal) -> None:
    assert NUMBER.clean(decimal_input_text(value)) == value


@given(st.text(max_size=60))
def test_no_text_breaks_a_field(typed: str) -> None:
    fields: tuple[Any, ...] = (NUMBER, AMOUNT, NUMBERS)
    for field in fields:
        try:
            field.clean(typed)
        except ValidationError:
            continue


def test_an_amount_is_kept_in_cents_and_has_a_ceiling() -> None:
    assert AMOUNT.clean("48 k€") == 4_800_000
    assert AMOUNT.clean("48 000,50 €") == 4_800_050
    assert AMOUNT.clean("") is None
    for typed in ("9" * 20, "-5", "douze", "1" * 200):
        with pytest.raises(ValidationError):
            AMOUNT.clean(typed)


def test_an_amount_below_zero_is_only_for_a_signed_field() -> None:
    assert AmountFormField(signed=True).clean("− 300,50 €") == -30_050
    with pytest.raises(ValidationError, match="négatif"):
        AmountFormField().clean("-300")
    with pytest.raises(ValidationError, match="trop grand"):
        AmountFormField(signed=True).clean("-2 000 Md€")


def test_numbers_of_actions_are_parted_by_anything_usual() -> None:
    assert NUMBERS.clean("7, 12;18 2 27b A.1") == ("7", "12", "18", "2", "27b", "A.1")
    assert NUMBERS.clean("") == ()
    for typed in ("sept", "7+12", "9" * 21):
        with pytest.raises(ValidationError):
            NUMBERS.clean(typed)


class _OwnWordsForm(forms.Form):
    codes = ActionCodesFormField(max_length=9, error_messages={"invalid": "« %(typed)s » ? Écrivez « 18, 21 »."})
    value = FrenchDecimalField(error_messages={"invalid": "« %(typed)s » ? Écrivez 12,5."})
    mood = forms.ChoiceField(choices=[("good", "bonne")], widget=forms.RadioSelect)


def test_a_form_says_in_its_own_words_what_is_no_code_and_no_number() -> None:
    form = _OwnWordsForm({"codes": "18, n°", "value": "beaucoup", "mood": "good"})
    assert form.errors == {"codes": ["« 18, n° » ? Écrivez « 18, 21 »."], "value": ["« beaucoup » ? Écrivez 12,5."]}
    assert "au plus 9" in str(_OwnWordsForm({"codes": "18, 21, 22"}).errors["codes"])
    assert _OwnWordsForm({"codes": "18,18 21", "value": "1", "mood": "good"}).is_valid()


def test_the_fieldset_of_radio_buttons_has_the_id_that_its_error_links_to() -> None:
    form = _OwnWordsForm({}, prefix="m1", auto_id="f-%s")
    assert as_field(form["mood"])["id"] == "f-m1-mood"
    assert "f-m1-mood" in {error["field"] for error in as_errors(form)}


class PurchaseForm(forms.Form):
    fund = enum_field("Fonds", FUND_LABELS)
    other = enum_field("Autre fonds", {Fund.PACT: "Pacte"}, blank=None, required=False)
    amount = AmountFormField(label="Montant", required=False)
    file = file_field("Fichier", missing="Choisissez-le.", largest=3, too_large="Plus de 3 octets.")


def test_a_choice_among_an_enum_gives_its_member() -> None:
    file = SimpleUploadedFile("a.txt", b"abc")
    form = PurchaseForm({"fund": Fund.PACT.value, "amount": "8,50"}, {"file": file})
    assert form.is_valid()
    assert (form.cleaned_data["fund"], form.cleaned_data["other"]) == (Fund.PACT, None)
    assert isinstance(form.cleaned_data["fund"], Fund)
    assert form.fields["fund"].choices[0] == ("", "choisir")  # type: ignore[attr-defined]
    assert form.fields["other"].choices == [(Fund.PACT.value, "Pacte")]  # type: ignore[attr-defined]
    assert "fund" in PurchaseForm({"fund": "inconnu"}).errors


def test_an_amount_in_cents_is_shown_as_it_is_typed_and_read_back_unchanged() -> None:
    form = PurchaseForm(initial={"amount": 850})
    assert form["amount"].value() == "8,50"
    assert PurchaseForm({"amount": "8,50 €"})["amount"].value() == "8,50 €"
    assert not AmountFormField().has_changed(850, "8,50")


@pytest.mark.parametrize(
    ("files", "said"),
    [({}, "Choisissez-le."), ({"file": b""}, "Ce fichier est vide."), ({"file": b"abcd"}, "Plus de 3 octets.")],
)
def test_a_file_that_is_missing_empty_or_too_large_is_said(files: dict[str, bytes], said: str) -> None:
    sent = {name: SimpleUploadedFile("a.txt", content) for name, content in files.items()}
    form = PurchaseForm({"fund": Fund.PACT.value}, sent)
    assert first_error(form).startswith(said)
    assert first_error(PurchaseForm()) == ""
