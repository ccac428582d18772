"""Defects of a quarantined training as they are stored: the one place that knows their keys. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TRAINING = re.compile(r"^/lheo/offres/formation\[[0-9]+\]")


@dataclass(frozen=True, slots=True)
class StoredDefect:
    """``path``: of the element in the file."""

    code: str
    path: str
    value: str
    message: str
    hint: str
    is_error: bool


def read_stored_defect(raw: Mapping[str, object]) -> StoredDefect:
    """Reads ``path`` and ``fix``, or ``column`` and ``hint``, as newer rows have them."""

    def text(*keys: str) -> str:
        return next((str(raw[key]) for key in keys if raw.get(key)), "")

    return StoredDefect(
        code=text("code"),
        path=text("column", "path"),
        value=text("value"),
        message=text("message"),
        hint=text("hint", "fix"),
        is_error=raw.get("severity", "error") == "error" and raw.get("is_advice") is not True,
    )


def defect_of_training_alone(raw: Mapping[str, object], first_line: int) -> dict[str, object]:
    """The same defect when the training is the whole text: ``first_line`` is where it begins in the file."""
    moved = dict(raw)
    for key in ("line", "row"):
        line = moved.get(key)
        if isinstance(line, int):
            moved[key] = max(1, line - first_line + 1)
    for key in ("path", "column"):
        if isinstance(moved.get(key), str):
            moved[key] = _TRAINING.sub("/lheo/offres/formation[1]", str(moved[key]))
    return moved
