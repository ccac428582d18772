"""LHÉO dialects: partner codes that differ from the norm, as data in ``dialects.toml``.

In the norm, « modalites-enseignement » is 0 on site, 1 mixed, 2 remote. Some tools swap 1 and 2. Nothing in the file
shows it, so the sender must name the dialect. Stored data always use the codes of the norm. Pure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.exchange.lheo.structure import ElementKind, Structure
from pacte.kernel.errors import ValidationError

if TYPE_CHECKING:
    from lxml.etree import _Element

_FILE = Path(__file__).resolve().with_name("dialects.toml")


@dataclass(frozen=True, slots=True)
class Dialect:
    """``codes``: for each table of the norm, partner code → code of the norm, where they differ."""

    name: str = ""
    label: str = ""
    source: str = ""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


NORM = Dialect()
"""Dialect of files that use the codes of the norm."""


@cache
def dialects() -> Mapping[str, Dialect]:
    """All dialects by name, in alphabetical order."""
    partners = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: Dialect(name, **partners[name]) for name in sorted(partners)}


def dialect_by_name(name: str) -> Dialect:
    """Dialect of a partner; the norm when ``name`` is empty. Raises ``ValidationError`` for an unknown partner."""
    if not name:
        return NORM
    dialect = dialects().get(name)
    if dialect is None:
        raise ValidationError(
            "partner_unknown",
            f"Aucun partenaire « {name} » n’est connu pour écrire le LHÉO à sa façon.",
            f"Sont connus : {', '.join(dialects())}.",
            "Ne nommez aucun partenaire si le fichier suit la norme.",
        )
    return dialect


class Translation:
    """Translates trees between a dialect and one version of the norm."""

    def __init__(self, dialect: Dialect, norm: Structure) -> None:
        self._tables = norm.tables
        self._theirs = {table: {ours: their for their, ours in codes.items()} for table, codes in dialect.codes.items()}
        self._to_norm: dict[str, Mapping[str, str]] = {}
        self._to_partner: dict[str, Mapping[str, str]] = {}
        for element in norm.elements.values():
            if element.kind is ElementKind.CODE and element.table in dialect.codes:
                tag = f"{{{norm.namespace}}}{element.name}"
                self._to_norm[tag] = dialect.codes[element.table]
                self._to_partner[tag] = self._theirs[element.table]

    def to_norm(self, tree: _Element) -> None:
        """Converts the codes of ``tree`` and its descendants to the norm. Unknown codes are left unchanged."""
        _translate(tree, self._to_norm)

    def to_partner(self, tree: _Element) -> None:
        """Converts the codes of ``tree`` to those of the partner."""
        _translate(tree, self._to_partner)

    def as_written(self, element: _Element, value: str) -> str:
        """``value`` of ``element`` as the partner wrote it: defects show the content of the file."""
        return self._to_partner.get(str(element.tag), {}).get(value, value)

    def table_description(self, table: str) -> str:
        """« 0 en présence, 1 mixte, 2 entièrement à distance », in the partner's codes."""
        theirs = self._theirs.get(table, {})
        return ", ".join(sorted(f"{theirs.get(code, code)} {label}" for code, label in self._tables[table].items()))


def _translate(tree: _Element, codes: Mapping[str, Mapping[str, str]]) -> None:
    if not codes:
        return
    for node in tree.iter(*codes):
        text = (node.text or "").strip()
        other = codes[str(node.tag)].get(text)
        if other is not None:
            node.text = other
