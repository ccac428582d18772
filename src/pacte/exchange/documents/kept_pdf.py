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

from pacte.exchange.documents.pdf_making import TEMPLATES, made

_MOST = 300


@dataclass(frozen=True, slots=True)
class Keep:
    """Cache folder, and a context manager entered before rendering, to limit concurrent renderings."""

    folder: Path
    turn: Callable[[], AbstractContextManager[object]] = nullcontext


def kept(keep: Keep, template: str, said: Mapping[str, Any], as_of: date) -> bytes:
    """The cached PDF, rendered and stored when missing. If the folder is not writable, it is rendered each time."""
    told = json.dumps([_maker(), template, said, as_of.isoformat()], ensure_ascii=False, sort_keys=True)
    path = keep.folder / f"{hashlib.sha256(told.encode()).hexdigest()}.pdf"
    if (data := _read(path)) is not None:
        return data
    with keep.turn():
        if (data := _read(path)) is None:  # It may have been rendered while waiting.
            data = made(template, said, as_of)
            _keep(path, data)
    return data


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


@cache
def _maker() -> str:
    texts = b"".join(path.read_bytes() for path in sorted(TEMPLATES.rglob("*")) if path.is_file())
    return f"{version('typst')} {hashlib.sha256(texts).hexdigest()}"


def _keep(path: Path, data: bytes) -> None:
    fresh = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(path)
        held = sorted(path.parent.glob("*.pdf"), key=lambda each: each.stat().st_mtime_ns)
        for old in held[:-_MOST]:
            old.unlink(missing_ok=True)
    except OSError:
        fresh.unlink(missing_ok=True)
