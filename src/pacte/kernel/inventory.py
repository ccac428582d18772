"""Inventory of personal data: docs/data_inventory.toml, parsed and checked. Pure.

Each field that contains personal data has a purpose, a legal basis, recipients, a retention and a sensitivity: those of
its category unless it overrides them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pacte.kernel.instance import PROGRAM

FILE = PROGRAM / "docs" / "data_inventory.toml"
WAYS = ("purpose", "ground", "recipients", "retention", "sensitivity")
# Means all the fields of a table of counts, which contains no personal data.
ALL = "*"


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    title: str
    about: str
    purpose: str
    ground: str
    recipients: str
    retention: str
    sensitivity: str


@dataclass(frozen=True, slots=True)
class HeldField:
    """One field. ``label`` describes the personal data; empty for a technical field, which contains none."""

    name: str
    label: str
    purpose: str
    ground: str
    recipients: str
    retention: str
    sensitivity: str

    @property
    def missing(self) -> tuple[str, ...]:
        """Attributes missing from the inventory."""
        return tuple(way for way in WAYS if not getattr(self, way).strip())


@dataclass(frozen=True, slots=True)
class HeldModel:
    """One table.

    ``is_counts``: it contains only counts, and its fields are not listed; otherwise those of the file are.
    """

    name: str
    what: str
    category: Category
    fields: tuple[HeldField, ...]
    is_counts: bool

    @property
    def told(self) -> tuple[HeldField, ...]:
        """Fields that contain personal data."""
        return tuple(each for each in self.fields if each.label)


@lru_cache(maxsize=1)
def inventory() -> tuple[HeldModel, ...]:
    """Every table of the file, in order. Raises ``KeyError`` for an unknown category."""
    with FILE.open("rb") as file:
        given = tomllib.load(file)
    categories = {code: Category(code=code, **said) for code, said in given["category"].items()}
    return tuple(_model(name, said, categories[said["category"]]) for name, said in given["model"].items())


def _model(name: str, said: Mapping[str, Any], category: Category) -> HeldModel:
    technical = said.get("technical", [])
    named = [] if technical == ALL else technical
    return HeldModel(
        name=name,
        what=said.get("what", ""),
        category=category,
        fields=(
            *(_field(key, value, category) for key, value in said.get("fields", {}).items()),
            *(_field(key, "", category) for key in named),
        ),
        is_counts=technical == ALL,
    )


def _field(name: str, said: str | Mapping[str, str], category: Category) -> HeldField:
    own: Mapping[str, str] = {"label": said} if isinstance(said, str) else said
    ways = {way: own.get(way, getattr(category, way)) for way in WAYS}
    return HeldField(name=name, label=own.get("label", ""), **ways)
