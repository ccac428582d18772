"""Form fields of numbers as people type them: what is read, what is refused; no text causes an error."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from pacte.web.form_fields import ActionCodesFormField, AmountField, FrenchDecimalField, decimal_input_text
from pacte.web.templatetags.pacte_components import as_errors, as_field

NUMBER, AMOUNT, NUMBERS = (
    FrenchDecimalField(required=False),
    AmountField(required=False),
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
    assert AmountField(signed=True).clean("− 300,50 €") == -30_050
    with pytest.raises(ValidationError, match="négatif"):
        AmountField().clean("-300")
    with pytest.raises(ValidationError, match="trop grand"):
        AmountField(signed=True).clean("-2 000 Md€")


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
