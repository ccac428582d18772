"""Finds a Chromium for the browser tests, and installs one if needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

EXECUTABLE_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONT_PACKAGES = ("fonts-inter", "fonts-dejavu-core")


def system_browser() -> str | None:
    """Return the path of the system Chromium, if any."""
    configured = os.environ.get("PACTE_BROWSER")
    if configured and Path(configured).exists():
        return configured
    return next((path for name in EXECUTABLE_NAMES if (path := shutil.which(name))), None)


def ensure_browser() -> bool:
    """Return True when a browser is available, after installing one if needed.

    As root it uses apt, else the download of the browser driver.
    """
    if system_browser() or _playwright_browser():
        return True
    print("pacte test : installation d’un navigateur (une fois)…", file=sys.stderr)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        popen_options: dict[str, Any] = {"stdout": subprocess.DEVNULL, "env": environment}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **popen_options)  # noqa: S607
        install_command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run([*install_command, *FONT_PACKAGES], check=False, **popen_options)  # noqa: S603
        if system_browser():
            return True
    driver_command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(driver_command, check=False).returncode == 0 and _playwright_browser() is not None  # noqa: S603


def _playwright_browser() -> Path | None:
    """Return a browser previously downloaded by the driver, in the driver's own folder."""
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((path for path in home.glob("chromium*/**/headless_shell") if path.is_file()), None) or next(
        (path for path in home.glob("chromium*/**/chrome") if path.is_file()), None
    )
