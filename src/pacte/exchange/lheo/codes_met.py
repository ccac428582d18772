"""Collects the external codes of a file (ROME, RNCP...): each once, with its first place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lxml.etree import _Element

from pacte.exchange.lheo import shapes

_MOST = 50_000
"""More than all communes, occupations and certifications together."""


class Family(StrEnum):
    """Nomenclature of an external code."""

    ROME = "rome"
    FORMACODE = "formacode"
    NSF = "nsf"
    RNCP = "rncp"
    RS = "rs"
    COMMUNE = "commune"


FAMILIES = {
    "code-ROME": Family.ROME,
    "code-FORMACODE": Family.FORMACODE,
    "code-public-vise": Family.FORMACODE,
    "code-NSF": Family.NSF,
    "code-RNCP": Family.RNCP,
    "code-RS": Family.RS,
    "code-INSEE-commune": Family.COMMUNE,
}


@dataclass(frozen=True, slots=True)
class Met:
    """A code with the ``path`` and ``line`` of its first place."""

    family: Family
    code: str
    line: int
    path: str


class CodesMet:
    """Collects the codes of one file, in one version of the norm."""

    def __init__(self, namespace: str) -> None:
        self._known = {
            f"{{{namespace}}}{name}": (family, re.compile(shapes.TEXTS[name])) for name, family in FAMILIES.items()
        }
        self._tags = tuple(self._known)
        self._seen: set[tuple[object, str | None]] = set()

    def first_of(self, training: _Element) -> Iterator[tuple[Family, str, _Element]]:
        """Well-formed codes of this training not seen before. Malformed ones are reported by another rule."""
        seen = self._seen
        # Tag by tag: one walk for several tags costs more than as many walks.
        found = ((name, node) for name in self._tags for node in training.iter(name))
        for tag, node in found:
            key = tag, node.text
            if key not in seen and len(seen) < _MOST:
                seen.add(key)
                family, shape = self._known[tag]
                if shape.fullmatch(node.text or ""):
                    yield family, node.text or "", node
