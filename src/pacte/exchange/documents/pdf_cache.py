"""Disk cache of public PDF documents, keyed by the digest of all their inputs.

No stale entry is possible: other data, another day, template or typst version gives another key.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pacte.exchange.documents.pdf_rendering import TEMPLATES, render_pdf

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
    path = store.folder / f"{hashlib.sha256(cache_key.encode()).hexdigest()}.pdf"
    if (data := _read_file(path)) is not None:
        return data
    with store.throttle():
        if (data := _read_file(path)) is None:  # It may have been rendered while waiting.
            data = render_pdf(template, template_data, as_of)
            _store_file(path, data)
    return data


def _read_file(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


@cache
def _renderer_version() -> str:
    texts = b"".join(path.read_bytes() for path in sorted(TEMPLATES.rglob("*")) if path.is_file())
    return f"{version('typst')} {hashlib.sha256(texts).hexdigest()}"


def _store_file(path: Path, data: bytes) -> None:
    temporary = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
        stored_paths = sorted(path.parent.glob("*.pdf"), key=lambda each: each.stat().st_mtime_ns)
        for old in stored_paths[:-_MAX_FILES]:
            old.unlink(missing_ok=True)
    except OSError:
        temporary.unlink(missing_ok=True)
