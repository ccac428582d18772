"""Applies the unified diffs of ``docs/how-to``, without fuzz: a hunk whose context has changed is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_FILE = re.compile(r"^--- (\S+)\n\+\+\+ b/(\S+)\n", re.MULTILINE)
_HUNK = re.compile(r"^@@ -(\d+).*\n", re.MULTILINE)


class PatchError(Exception):
    """The file no longer holds what the diff expects."""


def apply_diff(diff: str, root: Path) -> list[Path]:
    """Applies ``diff`` under ``root``. Returns the files that it wrote."""
    pieces = _FILE.split(diff)
    return [_apply(root / name, body, is_new=old == "/dev/null") for old, name, body in _by_three(pieces[1:])]


def _by_three(pieces: list[str]) -> Iterator[tuple[str, str, str]]:
    for start in range(0, len(pieces), 3):
        yield pieces[start], pieces[start + 1], pieces[start + 2]


def _apply(path: Path, body: str, *, is_new: bool) -> Path:
    if path.exists() is is_new:
        raise PatchError(f"{path} {'already exists' if is_new else 'does not exist'}")
    text = "" if is_new else path.read_text(encoding="utf-8")
    for hunk in _HUNK.split(body)[2::2]:
        lines = [line for line in hunk.splitlines(keepends=True) if line[0] in " +-"]
        before, after = _side(lines, "-"), _side(lines, "+")
        if text.count(before) < 1 or (before and text.count(before) > 1):
            raise PatchError(f"{path}: these lines are not there once:\n{before}")
        text = text.replace(before, after) if before else after
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _side(lines: list[str], sign: str) -> str:
    return "".join(line[1:] for line in lines if line[0] in (" ", sign))
