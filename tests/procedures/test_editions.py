"""A released edition of a procedure never changes: the next one is another file."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from pacte.procedures.rules.catalogue import procedure_editions, procedures_by_code

SEALS = Path(__file__).with_name("editions.toml")
# A walk-through may be added to, a procedure may be closed, and what is read of reports may be summed another way: none
# of them changes what a case is.
UNSEALED = {"examples", "closed_on", "report_tables"}


def content(value: Any) -> Any:
    """The description as JSON, the same on every machine."""
    if is_dataclass(value):
        told = {each.name: getattr(value, each.name) for each in fields(value) if each.name not in UNSEALED}
        # A word added to the language later, at its default, changes no edition.
        defaults = {each.name: each.default for each in fields(value)}
        kept = {name: content(each) for name, each in told.items() if each != defaults[name]}
        return {"is": type(value).__name__, **kept}
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    if isinstance(value, tuple):
        return [content(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): content(each) for key, each in value.items()}
    return str(value) if value is not None else None


def seal(of: Any) -> str:
    return hashlib.sha256(json.dumps(content(of), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


@pytest.mark.parametrize("edition", procedure_editions(), ids=lambda each: f"{each[0]}_{each[1]}")
def test_a_released_edition_is_what_it_was(edition: tuple[str, int]) -> None:
    seals = tomllib.loads(SEALS.read_text(encoding="utf-8"))["editions"]
    key = f"{edition[0]}/{edition[1]}"
    assert seals.get(key) == seal(procedure_editions()[edition]), (
        f"{key}: cases were opened under this edition. Write the next one in another file; seal a new one here."
    )


def test_no_edition_is_lost_and_the_newest_is_opened() -> None:
    seals = tomllib.loads(SEALS.read_text(encoding="utf-8"))["editions"]
    assert set(seals) == {f"{code}/{edition}" for code, edition in procedure_editions()}
    newest = {
        code: max(number for name, number in procedure_editions() if name == code) for code, _ in procedure_editions()
    }
    assert {code: each.edition for code, each in procedures_by_code().items()} == newest
