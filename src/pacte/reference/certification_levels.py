"""Parsers for the level and the status of a certification, as the registers write them. Pure."""

from __future__ import annotations

import re

_LEVEL = re.compile(r"(?:niv|niveau)\s?([1-8])", re.IGNORECASE)
_NO_LEVEL = ("", "aucun", "reprise", "sans niveau", "sans niveau spécifique")
_ACTIVE = {"active": True, "inactive": False, "oui": True, "non": False}


def parse_certification_level(text: str) -> int | None:
    """Parse « NIV4 », « niveau4 » → 4; « AUCUN », « REPRISE » → None. Raise ``ValueError`` for an unknown level."""
    match = _LEVEL.fullmatch(text.strip())
    if match:
        return int(match[1])
    if text.strip().casefold() in _NO_LEVEL:
        return None
    raise ValueError(text)


def parse_active_flag(text: str) -> bool | None:
    """Parse « Oui », « ACTIVE » → True; « Non », « INACTIVE » → False; empty → None. Raise ``ValueError`` otherwise."""
    status = text.strip().casefold()
    if not status:
        return None
    if status not in _ACTIVE:
        raise ValueError(text)
    return _ACTIVE[status]
