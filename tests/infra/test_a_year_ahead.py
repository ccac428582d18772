"""Which tests run a year ahead, and that both clocks are moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.a_year_ahead import ROOMS, goes_ahead

TESTS = Path(__file__).parents[1]


def test_the_rooms_that_go_ahead_have_tests() -> None:
    assert all(list((TESTS / room).glob("test_*.py")) for room in ROOMS)


@pytest.mark.parametrize(
    ("ci", "chosen", "ahead"), [("true", False, True), ("", True, True), ("", False, False), ("false", False, False)]
)
def test_a_file_of_those_rooms_goes_ahead_in_ci_or_when_it_is_chosen(
    monkeypatch: pytest.MonkeyPatch, ci: str, *, chosen: bool, ahead: bool
) -> None:
    monkeypatch.setenv("CI", ci)
    assert goes_ahead(TESTS / "agenda/test_meetings.py", chosen=chosen) is ahead
    assert goes_ahead(TESTS / "kernel/test_clock.py", chosen=chosen) is False
    assert goes_ahead(TESTS / "conftest.py", chosen=chosen) is False
