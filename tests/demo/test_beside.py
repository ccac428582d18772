"""Two halves of the demonstration are told at once: one waits for the other, and the failure of one is that of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pacte.demo.beside import beside
from pacte.kernel.errors import Misconfigured, Refused


def test_a_part_goes_on_beside_waits_when_it_must_and_is_waited_for(tmp_path: Path) -> None:
    made = tmp_path / "made"

    def part(wait: Callable[[], None]) -> None:
        wait()
        made.write_text("après")

    with beside(part) as go_on:
        assert not made.exists()
        go_on()
    assert made.read_text() == "après"


def test_a_part_that_fails_says_why_and_fails_the_whole() -> None:
    def part(wait: Callable[[], None]) -> None:
        raise Refused("not_here", "Ce n’est pas possible ici.")

    with pytest.raises(Misconfigured, match="Ce n’est pas possible ici"), beside(part):
        pass


def test_a_block_that_fails_stops_the_part_beside_it(tmp_path: Path) -> None:
    made = tmp_path / "made"

    def part(wait: Callable[[], None]) -> None:
        wait()
        made.write_text("jamais")

    with pytest.raises(ValueError, match="arrêt"), beside(part):
        raise ValueError("arrêt")
    assert not made.exists()
