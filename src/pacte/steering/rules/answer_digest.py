"""Optimistic locking of answers: the digest of what a page displayed."""

from __future__ import annotations

import hashlib


def answer_digest(*, weather: str, word: str, progress: str, decision_asked: str, state: str) -> str:
    """Returns a digest that changes with any field of the answer."""
    parts = (weather, word, progress, decision_asked, state)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
