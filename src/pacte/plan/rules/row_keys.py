"""The key that a row is given from the code of its action, when the plan gives none. Pure."""

from __future__ import annotations

from pacte.kernel.action_codes import ActionCode


def base_key(code: ActionCode) -> str:
    """« A09 » for the number 9, as keys always were; a code that bears letters or dots is its own key."""
    return f"A{int(code):02d}" if code.is_whole else str(code)


def part_key(code: ActionCode, rank: int) -> str:
    """Of one row among several of an action, counted from 0: « A09a », « B.2.3-a »."""
    letter = chr(ord("a") + rank) if rank < 26 else f"-{rank + 1}"
    base = base_key(code)
    return f"{base}{letter}" if code.is_whole or rank >= 26 else f"{base}-{letter}"
