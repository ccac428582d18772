"""The inventory of what is known of people: docs/data_inventory.toml, read and checked. Pure.

Each field of a table that holds something of somebody has a purpose, a legal ground, recipients, a retention and a
sensitivity: those of its category unless it says otherwise.
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
# Stands for all the fields of a table of counts, in which nobody is.
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
    """``label`` says what it holds of somebody; empty for a technical field, which says nothing of anybody."""

    name: str
    label: str
    purpose: str
    ground: str
    recipients: str
    retention: str
    sensitivity: str

    @property
    def missing(self) -> tuple[str, ...]:
        """What the inventory does not say of it."""
        return tuple(way for way in WAYS if not getattr(self, way).strip())


@dataclass(frozen=True, slots=True)
class HeldModel:
    """One table. ``is_whole``: all its fields are listed, or are counts; otherwise only those that name somebody."""

    name: str
    what: str
    category: Category
    fields: tuple[HeldField, ...]
    is_counts: bool

    @property
    def told(self) -> tuple[HeldField, ...]:
        """Fields that hold something of somebody."""
        return tuple(each for each in self.fields if each.label)


@lru_cache(maxsize=1)
def inventory() -> tuple[HeldModel, ...]:
    """Every table of the file, in its order. Raises ``KeyError`` for a category that is not there."""
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
