"""Reads the header of each component: purpose, parameters and examples. Pure.

A component is two files of this folder: its markup, ``<name>.html``, and its header, ``<name>.toml``::

    title = "Chiffre"
    purpose = "…"
    group = "Dire un chiffre"

    [required]
    value = "what it is"

    [optional]
    unit = "what it is"

    [[example]]
    title = "Une part"
    with = {value = "72,1", unit = "%"}
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

COMPONENTS_FOLDER = Path(__file__).resolve().parent
COMPONENT_GROUPS = ("Dire un chiffre", "Piloter", "Agir et trouver", "Mettre en page")


class ComponentError(Exception):
    """A developer's mistake in a component or in its use. Never shown to users."""


@dataclass(frozen=True, slots=True)
class ComponentExample:
    title: str
    parameters: Mapping[str, Any]
    content: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    name: str
    title: str
    purpose: str
    group: str
    required: Mapping[str, str]
    optional: Mapping[str, str]
    examples: tuple[ComponentExample, ...]
    is_wide: bool = False
    is_inline: bool = False

    @property
    def template(self) -> str:
        return f"components/{self.name}.html"

    def check(self, parameter_names: Iterable[str]) -> None:
        """Raises ``ComponentError`` when a required parameter is missing or an unknown one is given."""
        names = set(parameter_names)
        known = [*self.required, *self.optional]
        problems = [f"missing {name!r} ({self.required[name]})" for name in self.required if name not in names]
        problems += [f"unknown {name!r}{_hint(name, known)}" for name in sorted(names.difference(known))]
        if problems:
            takes = ", ".join([*self.required, *(f"[{name}]" for name in self.optional)])
            raise ComponentError(f"component {self.name!r}: {'; '.join(problems)}. It takes: {takes}.")


def get_component(name: str) -> Component:
    """Returns the component of that name. Raises ``ComponentError`` when there is none, or its header is invalid."""
    definition = all_components().get(name)
    if definition is None:
        raise ComponentError(f"no component {name!r}{_hint(name, list(all_components()))}")
    return definition


@lru_cache(maxsize=1)
def all_components() -> dict[str, Component]:
    """Returns all components by name, in alphabetical order."""
    return {path.stem: _parse_component(path) for path in sorted(COMPONENTS_FOLDER.glob("*.toml"))}


def _parse_component(path: Path) -> Component:
    try:
        header = tomllib.loads(path.read_text(encoding="utf-8"))
        definition = Component(
            name=path.stem,
            title=header["title"],
            purpose=header["purpose"],
            group=header["group"],
            required=header.get("required", {}),
            optional=header.get("optional", {}),
            examples=tuple(
                ComponentExample(each["title"], each.get("with", {}), each.get("content", ""))
                for each in header["example"]
            ),
            is_wide=header.get("wide", False),
            is_inline=header.get("inline", False),
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as fault:
        raise ComponentError(f"{path.name}: {fault}") from fault
    if definition.group not in COMPONENT_GROUPS:
        raise ComponentError(f"{path.name}: group must be one of {', '.join(COMPONENT_GROUPS)}")
    return definition


def _hint(name: str, known: list[str]) -> str:
    close_names = difflib.get_close_matches(name, known, n=1)
    return f" (did you mean {close_names[0]!r}?)" if close_names else ""
