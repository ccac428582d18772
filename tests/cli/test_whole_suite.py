"""Options that ``./pacte test`` gives to pytest."""

from __future__ import annotations

import argparse
import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from pacte.cli import browser
from pacte.cli.commands import test as command


@pytest.mark.parametrize("asked", [["--full"], []], ids=["full", "short"])
def test_all_readers_ask_on_demand_only(monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(browser, "ensure_browser", lambda: True)
    monkeypatch.setattr(subprocess, "run", lambda words, **_: _ran(ran, words))
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    assert command.run(parser.parse_args([*asked, "--", "tests/web"])) == 0
    assert ("--full" in ran[0]) is bool(asked)
    assert "tests/web" in ran[0]


def _ran(ran: list[list[str]], words: list[str]) -> Any:
    ran.append(words)
    return SimpleNamespace(returncode=0)
