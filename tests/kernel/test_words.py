"""Periods, SIRET numbers, French typography, the clock, and the loader of catalogues."""

from __future__ import annotations

import sys
import types
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel import catalog_loader
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import ConfigurationError, ValidationError
from pacte.kernel.french import (
    fold_text,
    format_day,
    format_number,
    format_percent,
    format_signed,
    join_words,
    pluralise,
)
from pacte.kernel.period import Period
from pacte.kernel.siret import checked_siret


@pytest.mark.parametrize(
    ("text", "code"),
    [("2019", "2019"), ("2021-2022", "2021-2022"), ("2021-22", "2021-2022"), (" 2021 – 2022 ", "2021-2022")],
)
def test_a_period_is_read_as_a_column_prints_it(text: str, code: str) -> None:
    assert Period.parse(text).code == code


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="finit avant"):
        Period.parse("2022-2021")


@given(st.integers(1900, 2069), st.integers(0, 30))
def test_a_period_is_read_back_from_its_code(first: int, length: int) -> None:
    assert Period.parse(Period(first, first + length).code) == Period(first, first + length)


def test_a_siret_is_checked_by_its_key() -> None:
    assert checked_siret("732 829 320 00074") == "73282932000074"
    with pytest.raises(ValidationError, match="SIRET"):
        checked_siret("73282932000075")


def test_days_and_numbers_are_written_as_the_french_do() -> None:
    assert format_day(date(2021, 3, 1)) == "1ᵉʳ\u00a0mars\u00a02021"
    assert format_number(1234567) == "1\u202f234\u202f567"
    assert format_percent(0.41) == "41,0\u202f%"
    assert [format_signed(each) for each in (15, -1, 0)] == ["+15", "−1", "0"]
    assert (pluralise(0, "action"), pluralise(1, "action"), pluralise(2, "action")) == (
        "0\u00a0action", "1\u00a0action", "2\u00a0actions",
    )  # fmt: skip


def test_words_are_joined_as_the_french_do() -> None:
    assert [join_words(list(each)) for each in ("", "A", "AB", "ABC")] == ["", "A", "A et B", "A, B et C"]


def test_names_are_compared_without_accents_capitals_or_ligatures() -> None:
    assert fold_text("  Étoile   d’Œuvre ") == "etoile d'oeuvre"


@given(st.text(max_size=60))
def test_comparing_twice_is_comparing_once(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 12, 31, 22, 30, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_the_day_is_that_of_paris(instant: datetime, expected: date) -> None:
    with time_machine.travel(instant, tick=False):
        assert today() == expected
    assert paris_date(instant) == expected


def _package(tmp_path: Path, **modules: str) -> types.ModuleType:
    for name, text in modules.items():
        (tmp_path / f"{name}.py").write_text(text)
    package = types.ModuleType(f"catalogue_of_{tmp_path.name.replace('-', '_')}")
    package.__path__ = [str(tmp_path)]
    sys.modules[package.__name__] = package
    return package


ENTRY = "class ENTRY:\n    code = '{code}'\n"


def test_the_catalogue_finds_each_entry_by_its_file_alone(tmp_path: Path) -> None:
    package = _package(tmp_path, one=ENTRY.format(code="a"), two=ENTRY.format(code="b"))
    assert list(catalog_loader.load_catalog_entries(package, "ENTRY")) == ["a", "b"]


def test_two_entries_with_one_code_are_an_error(tmp_path: Path) -> None:
    package = _package(tmp_path, one=ENTRY.format(code="a"), two=ENTRY.format(code="a"))
    with pytest.raises(ConfigurationError, match="deux fois"):
        catalog_loader.load_catalog_entries(package, "ENTRY")


def test_a_file_without_entry_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="ne définit pas"):
        catalog_loader.load_catalog_entries(_package(tmp_path, one=""), "ENTRY")
