"""The apostrophe that keeps a csv cell a text: added on export, removed on import."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.exchange.documents.formula_guard import escape_formula, unescape_formula


@pytest.mark.parametrize(
    "text", ["=1+1", " =1+1", "\t=1", "+cmd|'/C calc'!A0", "-1+1", "@SUM(A1)", "＝1+1", "\r\n=1", "- tiret"]
)
def test_what_excel_would_run_gets_an_apostrophe(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["1-1", "2-3.4", "6-86", "12/11", "10:30", "0612345678", "1E5", "007"])
def test_what_excel_would_turn_into_something_else_gets_an_apostrophe(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "+33612345678",
        "-1200.50",
        "125,49",
        "2019",
        "0",
        "0,2",
        "50 %",
        "Région",
        "1- Expertiser",
        ">> Tester",
        "6;12",
    ],
)
def test_plain_texts_and_numbers_stay_as_they_are(text: str) -> None:
    assert escape_formula(text) == text


@given(st.text(alphabet="'=+-@1 a\t\n0/.", max_size=8) | st.text(max_size=20))
def test_nothing_is_lost(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text


@given(st.text(alphabet="'=+-@1 a\t\n0/.", max_size=8))
def test_a_guarded_text_never_starts_with_a_sign_of_formula(text: str) -> None:
    bare = escape_formula(text).lstrip(" \t\r\n")
    assert not bare or (bare[0] not in "=@" and (bare[0] not in "+-" or not any(sign in bare for sign in "=@a")))
