"""Names contain no line break and no invisible character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.single_line import to_single_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("A\r\nBcc: x@exemple.fr", "A Bcc: x@exemple.fr"),
        ("  Le\tGoff \n", "Le Goff"),
        ("nom\u202eerdna", "nomerdna"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("zéro\u200blargeur\ufeff\x00\x1b", "zérolargeur"),
        ("D’Œuvre-Nguyễn", "D’Œuvre-Nguyễn"),
        ("\x00 \u200b", ""),
    ],
)
def test_examples(typed: str, kept: str) -> None:
    assert to_single_line(typed) == kept


@given(st.text(max_size=40))
def test_nothing_of_the_sort_is_left_and_it_is_the_same_twice(typed: str) -> None:
    kept = to_single_line(typed)
    assert not {unicodedata.category(sign) for sign in kept} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert kept == to_single_line(kept) == kept.strip()
