"""The browser of the tests: the shell without windows when it can be had, else any Chromium."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pacte.cli.browser import ensure_browser, system_browser


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of programs of a machine whose user is root, without any browser."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloaded"))
    monkeypatch.delenv("PACTE_BROWSER", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def program(folder: Path, name: str, script: str = "") -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_the_shell_is_preferred_to_the_whole_browser(bin_folder: Path) -> None:
    program(bin_folder, "chromium")
    shell = program(bin_folder, "chromium-headless-shell")
    assert system_browser() == shell


def test_the_shell_is_installed_beside_a_whole_browser(bin_folder: Path) -> None:
    program(bin_folder, "chromium")
    shell = bin_folder / "chromium-headless-shell"
    installs = f"echo > {shell}; /bin/chmod +x {shell}"
    program(bin_folder, "apt-get", f'case "$*" in *install*chromium-headless-shell*) {installs};; esac')
    assert ensure_browser()
    assert system_browser() == str(shell)


def test_the_whole_browser_serves_where_the_shell_cannot_be_installed(bin_folder: Path) -> None:
    whole = program(bin_folder, "chromium")
    program(bin_folder, "apt-get", "exit 100")
    assert ensure_browser()
    assert system_browser() == whole


def test_a_browser_that_is_named_is_used_and_nothing_is_installed(
    bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bin_folder, "apt-get", f"echo > {bin_folder / 'asked'}")
    monkeypatch.setenv("PACTE_BROWSER", program(bin_folder, "my-browser"))
    assert ensure_browser()
    assert system_browser() == str(bin_folder / "my-browser")
    assert not (bin_folder / "asked").exists()
