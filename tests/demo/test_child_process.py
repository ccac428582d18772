"""The demonstration loads in two processes: each waits for the other, and a failure of one stops both."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from pacte.demo.child_process import run_in_child_process
from pacte.kernel.errors import ConfigurationError, PermissionDenied


def test_a_part_is_told_by_another_process_and_waited_for(tmp_path: Path) -> None:
    made = tmp_path / "made"

    def part() -> None:
        made.write_text(str(os.getpid()))

    with run_in_child_process(part):
        pass
    assert made.read_text() != str(os.getpid())


def test_a_part_that_fails_says_why_and_fails_the_whole() -> None:
    def part() -> None:
        raise PermissionDenied("not_here", "Ce n’est pas possible ici.")

    with pytest.raises(ConfigurationError, match="Ce n’est pas possible ici"), run_in_child_process(part):
        pass


def test_a_block_that_fails_stops_the_part_beside_it(tmp_path: Path) -> None:
    made = tmp_path / "made"

    def part() -> None:
        signal.pause()
        made.write_text("jamais")

    with pytest.raises(ValueError, match="arrêt"), run_in_child_process(part):
        raise ValueError("arrêt")
    assert not made.exists()
