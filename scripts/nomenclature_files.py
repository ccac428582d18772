"""Reads the public files kept beside the repository."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Table = list[dict[str, str]]
NO_DETAIL: dict[str, str] = {}


def table(shared: Path, name: str, delimiter: str = ",") -> Table:
    """Lines of a csv file of ../shared/data."""
    with (shared / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def neat(text: str) -> str:
    """Apostrophes doubled by a database are one; typographic ones are left as published."""
    return re.sub(r"\s+", " ", text.replace("''", "'")).strip()


def group(scheme: str, edition: str, lines: Iterable[list[Any]]) -> dict[str, Any]:
    return {"scheme": scheme, "edition": edition, "lines": sorted(lines)}
