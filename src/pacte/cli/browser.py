"""Finds a Chromium for the browser tests, and installs one if needed.

The shell without windows takes a quarter less time than the whole browser, which draws its own frame all the while.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
EXECUTABLE_NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONT_PACKAGES = ("fonts-dejavu-core",)


def system_browser() -> str | None:
    """Return the path of the system Chromium, if any."""
    return _configured_browser() or next((path for name in EXECUTABLE_NAMES if (path := shutil.which(name))), None)


def ensure_browser() -> bool:
    """Return True when a browser is available, after installing one if needed.

    As root it uses apt, for the shell even when there is a whole browser; else the download of the browser driver.
    """
    if _configured_browser() or shutil.which(SHELL) or _playwright_browser():
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _announce()
        _apt_get("update")
        _apt_get("install", "-y", "--no-install-recommends", SHELL, *FONT_PACKAGES)
    if system_browser():
        return True
    _announce()
    driver_command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(driver_command, check=False).returncode == 0 and _playwright_browser() is not None  # noqa: S603


def _announce() -> None:
    print("pacte test : installation d’un navigateur (une fois)…", file=sys.stderr)


def _configured_browser() -> str | None:
    path = os.environ.get("PACTE_BROWSER", "")
    return path if path and Path(path).exists() else None


def _apt_get(*words: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *words], check=False, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603, S607


def _playwright_browser() -> Path | None:
    """Return a browser previously downloaded by the driver, in the driver's own folder."""
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((path for path in home.glob("chromium*/**/headless_shell") if path.is_file()), None) or next(
        (path for path in home.glob("chromium*/**/chrome") if path.is_file()), None
    )
