"""Reads the header of each component: what it is for, what it takes, how it looks. Pure.

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

FOLDER = Path(__file__).resolve().parent
GROUPS = ("Dire un chiffre", "Piloter", "Agir et trouver", "Mettre en page")


class ComponentError(Exception):
    """A mistake of a developer in a component or in its use. Never meant for a reader of the site."""


@dataclass(frozen=True, slots=True)
class Example:
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
    examples: tuple[Example, ...]
    is_wide: bool = False
    is_inline: bool = False

    @property
    def template(self) -> str:
        return f"components/{self.name}.html"

    def check(self, given: Iterable[str]) -> None:
        """Raises ``ComponentError`` when ``given`` lacks a required parameter or names an unknown one."""
        names = set(given)
        known = [*self.required, *self.optional]
        faults = [f"missing {name!r} ({self.required[name]})" for name in self.required if name not in names]
        faults += [f"unknown {name!r}{_hint(name, known)}" for name in sorted(names.difference(known))]
        if faults:
            takes = ", ".join([*self.required, *(f"[{name}]" for name in self.optional)])
            raise ComponentError(f"component {self.name!r}: {'; '.join(faults)}. It takes: {takes}.")


def component(name: str) -> Component:
    """The component of that name. Raises ``ComponentError`` when there is none, or its header is wrong."""
    found = components().get(name)
    if found is None:
        raise ComponentError(f"no component {name!r}{_hint(name, list(components()))}")
    return found


@lru_cache(maxsize=1)
def components() -> dict[str, Component]:
    """All components by name, in alphabetical order."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def _read(path: Path) -> Component:
    try:
        header = tomllib.loads(path.read_text(encoding="utf-8"))
        read = Component(
            name=path.stem,
            title=header["title"],
            purpose=header["purpose"],
            group=header["group"],
            required=header.get("required", {}),
            optional=header.get("optional", {}),
            examples=tuple(
                Example(each["title"], each.get("with", {}), each.get("content", "")) for each in header["example"]
            ),
            is_wide=header.get("wide", False),
            is_inline=header.get("inline", False),
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as fault:
        raise ComponentError(f"{path.name}: {fault}") from fault
    if read.group not in GROUPS:
        raise ComponentError(f"{path.name}: group must be one of {', '.join(GROUPS)}")
    return read


def _hint(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
