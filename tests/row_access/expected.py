"""Reads row_access.toml: what each reader may do to each row, by table."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from typing import Any

from pacte.infra.instance import PROJECT_ROOT
from tests.row_access.measuring import VERBS, Matrix
from tests.row_access.readers import READERS

_FILE: dict[str, Any] = tomllib.loads((PROJECT_ROOT / "row_access.toml").read_text(encoding="utf-8"))
JOBS_ALONE = frozenset(_FILE["jobs"].split())
TABLES = tuple(sorted(name for each in _FILE["tables"] for name in each["names"].split()))


def expected() -> Matrix:
    wanted: Matrix = {}
    for each in _FILE["tables"]:
        for verb in VERBS:
            granted = each.get(verb, each.get("write", "") if verb != "read" else "").split()
            rows = {reader: letters for reader in READERS if (letters := _letters(reader, granted))}
            for name in each["names"].split():
                if rows:
                    wanted[name, verb] = rows
    return wanted


def check_table(found: Matrix, table: str, readers: Collection[str] = tuple(READERS)) -> None:
    """In each verb, these readers reach exactly the rows of the table that the file lists."""
    wanted = expected()
    for verb in VERBS:
        both = ((rows.get((table, verb), {})) for rows in (found, wanted))
        reached, said = ({reader: letters for reader, letters in rows.items() if reader in readers} for rows in both)
        assert reached == said, f"{verb} {table}"


def _letters(reader: str, granted: list[str]) -> str:
    found = {
        letter
        for name in granted
        for letters, readers in _FILE["grants"][name].items()
        if reader in readers.split()
        for letter in letters
    }
    return "".join(sorted(found))
