"""Disk cache of public PDF documents, keyed by the digest of all their inputs.

No stale entry is possible: other data, another day, template or typst version gives another key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pacte.exchange.documents.pdf_rendering import TEMPLATES, render_pdf
from pacte.infra.versioned_cache import CacheFolder

_MAX_FILES = 300


@dataclass(frozen=True, slots=True)
class PdfCache:
    """Cache folder, and a context manager entered before rendering, to limit concurrent renderings."""

    folder: Path
    throttle: Callable[[], AbstractContextManager[object]] = nullcontext


def cached_pdf(store: PdfCache, template: str, template_data: Mapping[str, Any], as_of: date) -> bytes:
    """The cached PDF, rendered and stored when missing. If the folder is not writable, it is rendered each time."""
    cache_key = json.dumps(
        [_renderer_version(), template, template_data, as_of.isoformat()], ensure_ascii=False, sort_keys=True
    )
    files, name = CacheFolder(store.folder, suffix=".pdf", maxsize=_MAX_FILES), _digest_of(cache_key)
    if (data := files.read(name)) is not None:
        return data
    with store.throttle():
        if (data := files.read(name)) is None:  # It may have been rendered while waiting.
            data = render_pdf(template, template_data, as_of)
            files.write(name, data)
    return data


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _renderer_version() -> str:
    texts = b"".join(path.read_bytes() for path in sorted(TEMPLATES.rglob("*")) if path.is_file())
    return f"{version('typst')} {hashlib.sha256(texts).hexdigest()}"
