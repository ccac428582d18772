"""Row keys built from action codes, when the plan gives none. Pure."""

from __future__ import annotations

from pacte.kernel.action_codes import ActionCode


def base_row_key(code: ActionCode) -> str:
    """Return « A09 » for number 9, the historical format; a code with letters or dots is its own key."""
    return f"A{int(code):02d}" if code.is_plain_number else str(code)


def row_part_key(code: ActionCode, rank: int) -> str:
    """Return the key of the row at ``rank`` (from 0) among several of an action: « A09a », « B.2.3-a »."""
    letter = chr(ord("a") + rank) if rank < 26 else f"-{rank + 1}"
    base = base_row_key(code)
    return f"{base}{letter}" if code.is_plain_number or rank >= 26 else f"{base}-{letter}"
