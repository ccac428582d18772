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

from pacte.infra.instance import PROJECT_ROOT

INVENTORY_FILE = PROJECT_ROOT / "docs" / "data_inventory.toml"
ATTRIBUTES = ("purpose", "ground", "recipients", "retention", "sensitivity")
# Means all the fields of a table of counts, which contains no personal data.
ALL_FIELDS = "*"


@dataclass(frozen=True, slots=True)
class DataCategory:
    code: str
    title: str
    about: str
    purpose: str
    ground: str
    recipients: str
    retention: str
    sensitivity: str


@dataclass(frozen=True, slots=True)
class RegisteredField:
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
        return tuple(attribute for attribute in ATTRIBUTES if not getattr(self, attribute).strip())


@dataclass(frozen=True, slots=True)
class RegisteredModel:
    """One table.

    ``is_counts``: it contains only counts, and its fields are not listed; otherwise those of the file are.
    """

    name: str
    description: str
    category: DataCategory
    fields: tuple[RegisteredField, ...]
    is_counts: bool

    @property
    def personal_fields(self) -> tuple[RegisteredField, ...]:
        """Fields that contain personal data."""
        return tuple(each for each in self.fields if each.label)


@lru_cache(maxsize=1)
def load_data_inventory() -> tuple[RegisteredModel, ...]:
    """Every table of the file, in order. Raises ``KeyError`` for an unknown category."""
    with INVENTORY_FILE.open("rb") as file:
        document = tomllib.load(file)
    categories = {code: DataCategory(code=code, **spec) for code, spec in document["category"].items()}
    return tuple(
        _registered_model(name, spec, categories[spec["category"]]) for name, spec in document["model"].items()
    )


def _registered_model(name: str, spec: Mapping[str, Any], category: DataCategory) -> RegisteredModel:
    technical = spec.get("technical", [])
    technical_names = [] if technical == ALL_FIELDS else technical
    return RegisteredModel(
        name=name,
        description=spec.get("what", ""),
        category=category,
        fields=(
            *(_registered_field(key, value, category) for key, value in spec.get("fields", {}).items()),
            *(_registered_field(key, "", category) for key in technical_names),
        ),
        is_counts=technical == ALL_FIELDS,
    )


def _registered_field(name: str, spec: str | Mapping[str, str], category: DataCategory) -> RegisteredField:
    overrides: Mapping[str, str] = {"label": spec} if isinstance(spec, str) else spec
    attributes = {attribute: overrides.get(attribute, getattr(category, attribute)) for attribute in ATTRIBUTES}
    return RegisteredField(name=name, label=overrides.get("label", ""), **attributes)
