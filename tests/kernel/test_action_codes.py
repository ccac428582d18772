"""Action codes: valid texts, normal form, and one sort order in Python, PostgreSQL, DuckDB and Spark."""

from __future__ import annotations

import random
import re

import duckdb
import pytest
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pacte.kernel.action_codes import (
    MAX_LENGTH,
    MAX_SORT_KEY_LENGTH,
    ActionCode,
    action_code_sort_key,
    action_code_sort_sql,
    is_action_code,
    next_action_codes,
    normalise_action_code,
    parse_action_code,
)
from pacte.kernel.errors import ValidationError
from tests.effort import share
from tests.plan_strategies import action_codes

AS_PEOPLE_SORT = ["1", "2", "10", "27", "27b", "A.1", "A.2", "A.10", "B.2.3", "B.2.10", "FA-2", "FA-12"]


def test_codes_sort_as_people_sort() -> None:
    shuffled = [ActionCode(code) for code in AS_PEOPLE_SORT]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled) == AS_PEOPLE_SORT
    assert (max(shuffled), min(shuffled)) == ("FA-12", "1")
    assert sorted([("x", code) for code in shuffled]) == [("x", code) for code in AS_PEOPLE_SORT]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12", "12"), (" 012 ", "12"), ("27 bis", "27bis"), ("A.1", "A.1"), ("A.01", "A.01"), ("b–2", "b-2"),
        ("１２", "12"),
        ("1.10", "1.10"), ("B.2.3\u00a0", "B.2.3"), ("C", "C"), ("FA-12", "FA-12"), ("9" * 10, "9" * 10),
    ],
)  # fmt: skip
def test_a_code_is_kept_as_it_is_written_but_for_spaces_and_forms_of_signs(typed: str, code: str) -> None:
    assert parse_action_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "", "0", "000", "-1", "Total", "AB", "été1", "a/b", "1/2", "..1", "1.", "A..1", "1_2", "1\u202e2", "1\u200b2",
        "12²",
        "9" * 11, "1" + ".1" * 10, "a\x001", "<b>1",
    ],
)  # fmt: skip
def test_what_could_not_stand_in_an_address_or_is_a_word_is_no_code(typed: str) -> None:
    with pytest.raises(ValidationError, match="n'est pas un code d'action"):
        parse_action_code(typed)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert is_action_code(normalise_action_code(text)) in (True, False)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(st.text(max_size=30) | st.text(alphabet="AZaz019.- ", max_size=20))
def test_a_text_that_is_accepted_is_plain(text: str) -> None:
    code = normalise_action_code(text)
    assume(is_action_code(code))
    assert re.fullmatch(r"[A-Za-z0-9.-]{1,20}", code)
    assert normalise_action_code(code) == code
    assert len(action_code_sort_key(code)) <= MAX_SORT_KEY_LENGTH


def test_a_new_code_follows_those_of_its_family() -> None:
    used = [ActionCode(each) for each in ("1", "27b", "A.1", "A.12", "B.2.3")]
    assert next_action_codes(used, 2, sibling="1") == ("28", "29")
    assert next_action_codes(used, 1, sibling="A.1") == ("A.13",)
    assert next_action_codes(used, 1, sibling="B.2.3") == ("B.2.4",)
    assert next_action_codes([], 1) == ("1",)


@pytest.mark.django_db
@settings(max_examples=share(25), deadline=None)
@given(st.lists(action_codes(), min_size=2, max_size=30, unique=True))
def test_the_order_is_the_same_in_python_postgresql_duckdb_and_spark(codes: list[ActionCode]) -> None:
    wanted = [str(code) for code in sorted(codes)]
    assert in_postgresql(codes) == wanted
    assert in_duckdb(codes, action_code_sort_sql("code", "duckdb")) == wanted
    assert (
        in_duckdb(codes, action_code_sort_sql("code", "spark").replace("regexp_replace", "as_spark_replaces")) == wanted
    )


@pytest.mark.django_db
@settings(max_examples=share(25), deadline=None)
@given(st.lists(action_codes(), min_size=1, max_size=20, unique=True))
def test_the_column_of_the_order_holds_the_key_of_python(codes: list[ActionCode]) -> None:
    texts = [str(code) for code in codes]
    with connection.cursor() as cursor:
        cursor.execute(
            f"select code, {action_code_sort_sql('code', 'postgres')} from unnest(%s::text[]) as given (code)",
            [texts],
        )
        assert dict(cursor.fetchall()) == {text: action_code_sort_key(text) for text in texts}


def in_postgresql(codes: list[ActionCode]) -> list[str]:
    key = action_code_sort_sql("code", "postgres")
    with connection.cursor() as cursor:
        cursor.execute(
            f'select code from unnest(%s::text[]) as given (code) order by {key} collate "C", code collate "C"',
            [[str(code) for code in codes]],
        )
        return [code for (code,) in cursor.fetchall()]


# Spark replaces all matches and writes a group « $1 ».
SPARK = "create macro as_spark_replaces(s, p, r) as regexp_replace(s, p, replace(r, '$1', '\\1'), 'g')"


def in_duckdb(codes: list[ActionCode], key: str) -> list[str]:
    with duckdb.connect() as base:
        base.execute(SPARK)
        text = f"select code from (select unnest($codes::varchar[]) as code) order by {key}, code"
        return [code for (code,) in base.execute(text, {"codes": [str(code) for code in codes]}).fetchall()]


def test_the_longest_code_has_a_key_that_its_column_holds() -> None:
    longest = "1." * (MAX_LENGTH // 2 - 1) + "12"
    assert is_action_code(longest)
    assert len(action_code_sort_key(longest)) <= MAX_SORT_KEY_LENGTH
