"""The structure of LHÉO as data: children of each element, their order and cardinality. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

VERSIONS = ("2.3", "2.2")
_FOLDER = Path(__file__).resolve().parent
_CHILD = re.compile(r"(?P<name>[\w-]+)(?P<times>[?*+]|\{\d+,\d+\})?")
_TIMES: dict[str, tuple[int, int | None]] = {"": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}


class ElementKind(StrEnum):
    """Content type of an element."""

    SEQUENCE = "sequence"
    MIX = "mix"
    ANYTHING = "anything"
    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Child:
    """A child element. ``maximum`` is None when unlimited."""

    name: str
    minimum: int
    maximum: int | None

    @property
    def repeats(self) -> bool:
        return self.maximum is None or self.maximum > 1


@dataclass(frozen=True, slots=True)
class Element:
    """``low`` and ``high`` are lengths of a text or bounds of an integer; ``table`` is the code table of a code."""

    name: str
    kind: ElementKind
    children: tuple[Child, ...] = ()
    low: int = 0
    high: int = 0
    table: str = ""
    attributes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()

    @property
    def is_leaf(self) -> bool:
        return self.kind not in (ElementKind.SEQUENCE, ElementKind.MIX, ElementKind.ANYTHING)


@dataclass(frozen=True, slots=True)
class Structure:
    """One version of the norm."""

    version: str
    namespace: str
    elements: Mapping[str, Element]
    tables: Mapping[str, Mapping[str, str]]
    places: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(parent, child) → rank of the child."""


@dataclass(slots=True)
class _Draft:
    version: str
    namespace: str = ""
    everywhere: tuple[str, ...] = ()
    elements: dict[str, Element] = field(default_factory=dict)
    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    own: dict[str, set[str]] = field(default_factory=dict)
    needs: dict[str, set[str]] = field(default_factory=dict)


@cache
def structure(version: str) -> Structure:
    """The structure of ``2.3`` or ``2.2``."""
    draft = _load_newest()
    if version == "2.2":
        _downgrade_to_2_2(draft)
    everywhere = frozenset(draft.everywhere)
    elements = {
        name: replace(
            element,
            attributes=everywhere | draft.own.get(name, set()),
            needs=frozenset(draft.needs.get(name, set())),
        )
        for name, element in draft.elements.items()
    }
    places = {
        (element.name, child.name): rank
        for element in elements.values()
        for rank, child in enumerate(element.children)
        if element.kind is ElementKind.SEQUENCE
    }
    return Structure(version, draft.namespace, elements, draft.tables, places)


def namespaces() -> dict[str, str]:
    """Namespace → version."""
    return {structure(version).namespace: version for version in VERSIONS}


def _load_newest() -> _Draft:
    draft = _Draft("2.3", tables=_tables())
    draft.elements["extras"] = Element("extras", ElementKind.MIX, (Child("extras", 0, None), Child("extra", 0, None)))
    draft.elements["extra"] = Element("extra", ElementKind.ANYTHING)
    for line in _lines("structure-2.3.txt"):
        _parse_line(draft, line)
    return draft


def _parse_line(draft: _Draft, line: str) -> None:
    head, _, rest = line.partition(" ")
    if head == "namespace":
        draft.namespace = rest
    elif head == "everywhere":
        draft.everywhere = tuple(rest.split())
    elif head in ("attributes", "version"):
        marks, _, names = rest.partition(" : ")
        for name in names.split():
            (draft.own if head == "attributes" else draft.needs).setdefault(name, set()).update(marks.split())
    elif rest.startswith("= "):
        draft.elements[head] = Element(head, ElementKind.SEQUENCE, tuple(_child(each) for each in rest[2:].split()))
    else:
        _parse_leaves(draft, line)


def _parse_leaves(draft: _Draft, line: str) -> None:
    """« text 1..50 : ligne ville », « code AIS : objectif-general-formation », « date : debut fin »."""
    head, _, names = line.partition(" : ")
    kind, _, detail = head.partition(" ")
    low, _, high = detail.partition("..")
    for name in names.split():
        if kind in (ElementKind.TEXT, ElementKind.INTEGER):
            draft.elements[name] = Element(name, ElementKind(kind), low=int(low), high=int(high))
        else:
            draft.elements[name] = Element(name, ElementKind(kind), table=detail)


def _downgrade_to_2_2(draft: _Draft) -> None:
    """Downgrades the structure from 2.3 to 2.2."""
    draft.version = "2.2"
    without: set[str] = set()
    for line in _lines("structure-2.2.txt"):
        head, _, rest = line.partition(" ")
        if head == "namespace":
            draft.namespace = rest
        elif head == "everywhere":
            draft.everywhere = tuple(rest.split())
        elif head == "without":
            without.update(rest.split())
        elif head == "table":
            table, _, codes = rest.partition(" : ")
            draft.tables[table] = {code: draft.tables[table][code] for code in codes.split()}
        elif head == "text":
            _parse_leaves(draft, line)
        else:
            parent = draft.elements[head]
            changed = _child(rest.removeprefix(": "))
            children = tuple(changed if child.name == changed.name else child for child in parent.children)
            draft.elements[head] = replace(parent, children=children)
    draft.elements = {
        name: replace(element, children=tuple(child for child in element.children if child.name not in without))
        for name, element in draft.elements.items()
        if name not in without
    }


def _child(text: str) -> Child:
    match = _CHILD.fullmatch(text)
    assert match is not None, text
    times = match["times"] or ""
    if times in _TIMES:
        return Child(match["name"], *_TIMES[times])
    low, _, high = times.strip("{}").partition(",")
    return Child(match["name"], int(low), int(high))


def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads((_FOLDER / "tables.toml").read_text(encoding="utf-8"))


def _lines(name: str) -> list[str]:
    """Lines without comments. A line that starts with two spaces continues the previous one."""
    text = re.sub(r"\n {2,}", " ", (_FOLDER / name).read_text(encoding="utf-8"))
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
