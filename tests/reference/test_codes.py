"""Codes as people type them, and the formats of the real ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.reference.codes import (
    certification_code_of_block,
    is_formacode,
    is_nsf_code,
    is_rome_code,
    nsf_group_code,
    parse_certification_code,
    parse_naf_code,
    register_of_code,
)
from pacte.reference.records import Register


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("RNCP34857", "RNCP34857"),
        ("rncp 34857", "RNCP34857"),
        ("RNCP-034857", "RNCP34857"),
        ("34857", "RNCP34857"),
        ("RNCP n°34857", None),
        ("rs5719", "RS5719"),
        ("RS 5719", "RS5719"),
        ("RNCP", None),
        ("cariste", None),
        ("12345678", None),
        ("", None),
    ],
)
def test_a_certification_is_known_however_it_is_typed(typed: str, code: str | None) -> None:
    assert parse_certification_code(typed) == code


@given(st.sampled_from(["RNCP", "RS"]), st.integers(min_value=1, max_value=999_999))
def test_a_number_read_again_is_the_same(register: str, number: int) -> None:
    code = f"{register}{number}"
    assert parse_certification_code(code) == parse_certification_code(code.lower()) == code
    assert register_of_code(code) == register
    assert certification_code_of_block(f"{code}BC01") == code


def test_digits_alone_belong_to_the_register_that_is_asked() -> None:
    assert parse_certification_code("1880", Register.CERTIF_INFO) == "1880"
    assert register_of_code("1880") is Register.CERTIF_INFO
    assert parse_certification_code("5719", Register.RS) == "RS5719"


def test_the_other_codes_have_their_shapes() -> None:
    assert is_rome_code("N1101")
    assert not is_rome_code("n1101")
    assert is_formacode("31768")
    assert not is_formacode("3176")
    assert is_nsf_code("315p")
    assert not is_nsf_code("31")
    assert (nsf_group_code("315p"), nsf_group_code("315")) == ("315", "315")
    assert (parse_naf_code("0111Z"), parse_naf_code("01.11z"), parse_naf_code("0111")) == ("01.11Z", "01.11Z", None)
    assert certification_code_of_block("BC01") is None
