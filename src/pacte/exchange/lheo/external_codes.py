"""Collects the external codes of a file (ROME, RNCP...): each once, with its first place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lxml.etree import _Element

from pacte.exchange.lheo import shapes

_MAX_CODES = 50_000
"""More than the number of communes, occupations and certifications together."""


class CodeFamily(StrEnum):
    """Nomenclature of an external code."""

    ROME = "rome"
    FORMACODE = "formacode"
    NSF = "nsf"
    RNCP = "rncp"
    RS = "rs"
    COMMUNE = "commune"


FAMILY_BY_ELEMENT = {
    "code-ROME": CodeFamily.ROME,
    "code-FORMACODE": CodeFamily.FORMACODE,
    "code-public-vise": CodeFamily.FORMACODE,
    "code-NSF": CodeFamily.NSF,
    "code-RNCP": CodeFamily.RNCP,
    "code-RS": CodeFamily.RS,
    "code-INSEE-commune": CodeFamily.COMMUNE,
}


@dataclass(frozen=True, slots=True)
class ExternalCode:
    """A code with the ``path`` and ``line`` of its first place."""

    family: CodeFamily
    code: str
    line: int
    path: str


class ExternalCodeCollector:
    """Collects the codes of one file, in one version of the norm."""

    def __init__(self, namespace: str) -> None:
        self._known = {
            f"{{{namespace}}}{name}": (family, re.compile(shapes.TEXT_SHAPES[name]))
            for name, family in FAMILY_BY_ELEMENT.items()
        }
        self._seen: dict[str, set[str | None]] = {tag: set() for tag in self._known}
        self._count = 0

    def new_codes(self, training: _Element) -> Iterator[tuple[CodeFamily, str, _Element]]:
        """Well-formed codes of this training not seen before. Malformed ones are reported by another rule."""
        # Tag by tag: one walk for several tags costs more than as many walks. Most trainings have no new code.
        for tag, seen in self._seen.items():
            if not seen.issuperset([node.text for node in training.iter(tag)]):
                yield from self._new_codes_of(tag, training)

    def _new_codes_of(self, tag: str, training: _Element) -> Iterator[tuple[CodeFamily, str, _Element]]:
        seen, (family, shape) = self._seen[tag], self._known[tag]
        for node in training.iter(tag):
            if node.text not in seen and self._count < _MAX_CODES:
                seen.add(node.text)
                self._count += 1
                if shape.fullmatch(node.text or ""):
                    yield family, node.text or "", node
