"""Which requests say that a robot sends them: they are answered like people's, and are not counted as searches."""

from __future__ import annotations

from django.http import HttpRequest

_WORDS = ("bot", "crawler", "spider")


def is_from_robot(request: HttpRequest) -> bool:
    """True when the ``User-Agent`` names a robot. A robot that passes for a browser is taken for one."""
    agent = request.headers.get("User-Agent", "").lower()
    return any(word in agent for word in _WORDS)
