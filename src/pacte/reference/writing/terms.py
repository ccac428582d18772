"""Upsert targets of nomenclatures: terms and links."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pacte.kernel.french import fold_text
from pacte.reference.records import LinkRow, TermRow
from pacte.reference.writing.target import Arrays, Target, columns_of, numbers, texts

_LABEL, _WORDS, _DETAIL = (TermRow._fields.index(name) for name in ("label", "words", "detail"))


def _term_arrays(rows: Sequence[tuple[Any, ...]]) -> Arrays:
    arrays = columns_of(rows)
    arrays[0] = [str(value) for value in arrays[0]]
    labels, words, details = arrays[_LABEL], arrays[_WORDS], arrays[_DETAIL]
    # A row without a label does not change the search words of the term.
    arrays[_WORDS] = [fold_text(f"{label} {more}") if label else "" for label, more in zip(labels, words, strict=True)]
    arrays[_DETAIL] = [_json(pairs) for pairs in details]
    return arrays


def _json(pairs: Sequence[tuple[str, str]]) -> str:
    """Return the JSON of the pairs. Values with the same name become lines of one text."""
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]}\n{value}" if name in found else value
    return json.dumps(found, ensure_ascii=False)


def _link_arrays(rows: Sequence[tuple[Any, ...]]) -> Arrays:
    arrays = columns_of(rows)
    arrays[0] = [str(value) for value in arrays[0]]
    return arrays


_TERMS = Target(
    "reference_nomenclatureterm",
    (
        *((name, "text") for name in ("scheme", "edition", "code", "label", "kind", "parent_code", "plain_words")),
        ("detail", "text"),
    ),
    3,
    {**texts("label", "kind", "parent_code", "plain_words"), "detail": "t.detail || excluded.detail"},
    {"detail": "n.detail::jsonb"},
    _term_arrays,
)
_LINKS = Target(
    "reference_nomenclaturelink",
    (
        *((name, "text") for name in ("relation", "edition", "source_code", "target_code", "kind")),
        ("rank", "int"),
    ),
    4,
    {**texts("kind"), **numbers("rank")},
    arrays=_link_arrays,
)
TARGETS: dict[type, Target] = {TermRow: _TERMS, LinkRow: _LINKS}
