"""Finds the benches: one file each in the folder ``bench``, beside ``src``. The product runs without that folder."""

from __future__ import annotations

import sys
from pathlib import Path

from pacte.infra.instance import PROJECT_ROOT

NOUN = "bench"  # First word of the command, and name of the package.
NOT_INSTALLED = "les mesures (bench) ne sont pas installées : elles se trouvent dans le dossier bench des sources."


def bench_folder() -> Path:
    return PROJECT_ROOT / NOUN


def are_installed() -> bool:
    return bench_folder().is_dir()


def bench_files() -> list[Path]:
    """Return the file of each bench, sorted; an empty list when benches are not installed."""
    return sorted(path for path in bench_folder().glob("*.py") if path.stem != "__init__")


def make_importable() -> None:
    """Let the package ``bench`` be imported: only ``src`` is on the path of the product."""
    if str(PROJECT_ROOT) not in sys.path:
        sys.path.append(str(PROJECT_ROOT))
