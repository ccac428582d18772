"""Which certifications are of a first level of basic skills (action 26), from the file shipped with pacte. Pure."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent / "data" / "first_level.toml"


@cache
def first_level_codes() -> tuple[str, ...]:
    """Codes such as « RS5616 », as in the column ``certification`` of the facts. Those without a code are left out."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["certification"]
    return tuple(row["code"] for row in rows if "code" in row)


def is_first_level() -> str:
    """Condition, in SQL, on the certification of a fact."""
    codes = ", ".join(f"'{code}'" for code in first_level_codes())
    return f"certification in ({codes})"
