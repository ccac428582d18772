"""Indicators that measure one notion in several ways: each says what it counts, and knows the others."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest

from pacte.indicators.queries import indicators
from pacte.indicators.records import Value, ValueState
from pacte.indicators.rules.evidence import measured_value_text
from pacte.indicators.rules.notions import NOTIONS, notion_of, other_scopes
from pacte.web.quoted_figures import FILLING


def test_a_notion_is_measured_by_known_indicators_and_an_indicator_measures_one_notion() -> None:
    codes = [code for notion in NOTIONS for code in notion.scopes]
    assert set(codes) <= set(indicators())
    assert len(codes) == len(set(codes))


def test_each_reading_of_a_notion_says_something_else() -> None:
    for notion in NOTIONS:
        assert len(notion.scopes) > 1, notion.label
        assert [pair for pair in combinations(notion.scopes.values(), 2) if pair[0] == pair[1]] == []


def test_whoever_reads_one_is_told_of_the_others() -> None:
    assert set(other_scopes(FILLING)) == {"fill_of_sessions_held", "fill_in_hours"}
    for code, scope in other_scopes(FILLING).items():
        assert FILLING in other_scopes(code)
        assert scope not in other_scopes(code).values()
    assert other_scopes("satisfaction") == {}
    assert notion_of("satisfaction") is None


def test_the_headline_of_a_notion_is_the_one_that_pages_quote() -> None:
    assert {notion.label: notion.headline for notion in NOTIONS}["remplissage"] == FILLING


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (1, "sessions", "1 session"), (2, "sessions", "2 sessions"), (0, "entrées", "0 entrée"), (1, "€", "1 €"),
        (55_248_609, "€", "55,25 M€"), (900, "€ par place", "900 € par place"),
    ],
)  # fmt: skip
def test_a_value_is_written_with_its_unit_in_the_singular_for_one_and_millions_of_euros(
    number: int, unit: str, text: str
) -> None:
    value = Value(ValueState.NUMBER, Fraction(number), number)
    assert measured_value_text(value, unit).replace("\u202f", " ") == text
