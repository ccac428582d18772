"""Filters of the query string: an invalid link never breaks a page, and valid filters are kept."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.errors import ValidationError
from pacte.web.filter_form import FilterForm, parse_day, select_field


class OrderFilters(FilterForm):
    zone = forms.CharField(max_length=5)
    year = forms.IntegerField(min_value=2019, max_value=2022)
    fund = forms.ChoiceField(choices=[("pact", "le pacte"), ("base", "le socle")], initial="pact")
    page = forms.IntegerField(initial=1)


def filters(query: str = "") -> OrderFilters:
    return OrderFilters(QueryDict(query))


def test_without_a_query_each_filter_has_its_initial_value() -> None:
    assert filters().values == {"zone": None, "year": None, "fund": "pact", "page": 1}
    assert not filters().is_filtered


def test_valid_values_are_read_with_their_type() -> None:
    assert filters("zone=37&year=2020&fund=base&page=3").values == {
        "zone": "37",
        "year": 2020,
        "fund": "base",
        "page": 3,
    }


@pytest.mark.parametrize("query", ["year=abc", "year=1999", "fund=other", "zone=123456", "page=x"])
def test_an_invalid_value_counts_as_not_given(query: str) -> None:
    assert filters(query).values == filters().values


def test_links_keep_valid_filters_but_not_the_number_of_the_page() -> None:
    assert filters("zone=37&year=abc&page=3").querystring() == "?zone=37"


def test_links_change_or_drop_a_filter() -> None:
    current = filters("zone=37&year=2020")
    assert current.querystring(year="") == "?zone=37"
    assert current.querystring(page=2) == "?zone=37&year=2020&page=2"
    assert current.querystring(year="", zone="") == ""


@given(st.dictionaries(st.sampled_from(["zone", "year", "fund", "page", "x"]), st.text(max_size=20)))
def test_any_query_is_read(query: dict[str, str]) -> None:
    form = OrderFilters(query)
    assert set(form.values) == {"zone", "year", "fund", "page"}
    assert OrderFilters(QueryDict(form.querystring().lstrip("?"))).values["zone"] == form.values["zone"]


def test_a_day_is_read_and_an_empty_one_is_none() -> None:
    assert str(parse_day(" 2020-11-24 ")) == "2020-11-24"
    assert parse_day("  ") is None


@pytest.mark.parametrize("text", ["24/11/2020", "2020-02-30", "demain", "0" * 200])
def test_a_wrong_day_says_what_to_write(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        parse_day(text, hint="Choisissez-la dans le bandeau.")
    error: Any = caught.value
    assert (error.code, error.hint) == ("day_shape", "Choisissez-la dans le bandeau.")
    assert len(error.message) < 80


def test_a_filter_among_choices_marks_the_chosen_one() -> None:
    field = select_field("fonds", "Fonds", [("", "tous"), ("pact", "le pacte")], "pact")
    assert (field["id"], field["name"], field["kind"]) == ("choix-fonds", "fonds", "select")
    assert [choice["chosen"] for choice in field["choices"]] == [False, True]
