"""A row of a table in words: what it is, and what a file changes in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from pacte.kernel.french import apply_french_spacing, format_number
from pacte.reference.records import ZONE_KIND_LABELS, ReferenceChange

_MAX_LENGTH = 80
_LENGTH_BEFORE_DIFFERENCE = 20
# A smaller number may be a year.
_FIRST_SPACED_NUMBER = 10_000
# The details of a term are named by the layout of its file.
_DETAIL_WORDS = {
    "definition": "définition", "access": "accès", "conditions": "conditions d’exercice", "domain": "domaine",
    "level": "niveau",
}  # fmt: skip
# What layouts call the terms and links of their file; the producer's own words are left as they are.
_KIND_WORDS = {
    "near": "proche", "evolution": "évolution", "core": "essentiel", "specific": "particulier", "context": "conditions",
    "main": "principale", "category": "catégorie", "group": "groupe", "domain": "domaine", "knowledge": "savoir",
    "activity": "activité",
}  # fmt: skip
_ZONE_WORDS = {str(kind): singular for kind, (singular, _) in ZONE_KIND_LABELS.items()}


@dataclass(frozen=True, slots=True)
class ShownTable:
    """``subject``: a format over the columns of a row. ``words``: the columns whose values are shown, in French."""

    table: str
    subject: str
    words: Mapping[str, str]

    def row_sql(self, alias: str) -> str:
        """The shown columns of a row, as JSON."""
        named = {name for _, name, _, _ in Formatter().parse(self.subject) if name}
        pairs = (f"'{name}', {alias}.{name}" for name in sorted({*named, *self.words}))
        return f"json_build_object({', '.join(pairs)})"

    def change(self, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> ReferenceChange:
        """``before``: the row as it was known, None for a new one."""
        named = {**after, "kind": _ZONE_WORDS.get(str(after.get("kind")), "")}
        subject = apply_french_spacing(self.subject.format_map(named))
        new = dict(self._texts(after))
        if before is None:
            added = _sentence({name: _shortened(text) for name, text in new.items()})
            return ReferenceChange(subject, "", added or "nouveau")
        old = dict(self._texts(before))
        pairs = {
            name: _around_difference(old.get(name, ""), new.get(name, ""))
            for name in {**new, **old}
            if old.get(name, "") != new.get(name, "")
        }
        if not pairs:
            return ReferenceChange(subject, "", "autre contenu")
        was, will_be = ({name: pair[side] for name, pair in pairs.items()} for side in (0, 1))
        return ReferenceChange(subject, _sentence(was), _sentence(will_be))

    def _texts(self, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Each value that is given, with its French name; those of a set of texts, one by one."""
        for column, name in self.words.items():
            value = _KIND_WORDS.get(row[column], row[column]) if column == "kind" else row[column]
            if isinstance(value, dict):
                yield from ((_DETAIL_WORDS.get(key, key), str(text)) for key, text in value.items())
            elif value not in (None, "", []):
                yield name, _value_text(value)


def _value_text(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        # A certifier is told by its name, a block by its code.
        return ", ".join(str(next(iter(each.values()), "")) if isinstance(each, dict) else str(each) for each in value)
    return format_number(value) if isinstance(value, int) and value >= _FIRST_SPACED_NUMBER else str(value)


def _sentence(texts: Mapping[str, str]) -> str:
    return apply_french_spacing(" ; ".join(f"{name} : {text}" for name, text in texts.items() if text))


def _around_difference(before: str, after: str) -> tuple[str, str]:
    """Two long texts, each from a little before the first place where they differ."""
    pairs = enumerate(zip(before, after, strict=False))
    same = next((place for place, (old, new) in pairs if old != new), min(len(before), len(after)))
    start = before.rfind(" ", 0, max(same - _LENGTH_BEFORE_DIFFERENCE, 0)) + 1
    if max(len(before), len(after)) <= _MAX_LENGTH or not start:
        return _shortened(before), _shortened(after)
    return _shortened(f"…{before[start:]}"), _shortened(f"…{after[start:]}")


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 1]}…"
