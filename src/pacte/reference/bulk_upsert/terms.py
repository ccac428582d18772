"""Upsert targets of nomenclatures: terms and links."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pacte.kernel.french import fold_text
from pacte.reference.bulk_upsert.shown_rows import ShownTable
from pacte.reference.bulk_upsert.target import (
    Arrays,
    UpsertTarget,
    column_arrays,
    keep_text_if_empty,
    keep_value_if_null,
)
from pacte.reference.records import LinkRow, TermRow

_LABEL, _WORDS, _DETAIL = (TermRow._fields.index(name) for name in ("label", "words", "detail"))


def _term_arrays(rows: Sequence[tuple[Any, ...]]) -> Arrays:
    arrays = column_arrays(rows)
    arrays[0] = [str(value) for value in arrays[0]]
    labels, words, details = arrays[_LABEL], arrays[_WORDS], arrays[_DETAIL]
    # A row without a label does not change the search words of the term.
    arrays[_WORDS] = [
        fold_text(f"{label} {other_words}") if label else "" for label, other_words in zip(labels, words, strict=True)
    ]
    arrays[_DETAIL] = [_detail_json(pairs) for pairs in details]
    return arrays


def _detail_json(pairs: Sequence[tuple[str, str]]) -> str:
    """Return the JSON of the pairs. Values with the same name become lines of one text."""
    texts_by_name: dict[str, str] = {}
    for name, value in pairs:
        texts_by_name[name] = f"{texts_by_name[name]}\n{value}" if name in texts_by_name else value
    return json.dumps(texts_by_name, ensure_ascii=False)


def _link_arrays(rows: Sequence[tuple[Any, ...]]) -> Arrays:
    arrays = column_arrays(rows)
    arrays[0] = [str(value) for value in arrays[0]]
    return arrays


_TERMS = UpsertTarget(
    ShownTable(
        "reference_nomenclatureterm",
        "{code} ({edition})",
        {"label": "libellé", "kind": "sorte", "parent_code": "dans", "detail": "détail"},
    ),
    (
        *((name, "text") for name in ("scheme", "edition", "code", "label", "kind", "parent_code", "plain_words")),
        ("detail", "text"),
    ),
    3,
    {**keep_text_if_empty("label", "kind", "parent_code", "plain_words"), "detail": "t.detail || excluded.detail"},
    {"detail": "n.detail::jsonb"},
    _term_arrays,
)
_LINKS = UpsertTarget(
    ShownTable(
        "reference_nomenclaturelink", "{source_code} → {target_code} ({edition})", {"kind": "sorte", "rank": "rang"}
    ),
    (
        *((name, "text") for name in ("relation", "edition", "source_code", "target_code", "kind")),
        ("rank", "int"),
    ),
    4,
    {**keep_text_if_empty("kind"), **keep_value_if_null("rank")},
    arrays=_link_arrays,
)
TARGETS: dict[type, UpsertTarget] = {TermRow: _TERMS, LinkRow: _LINKS}
