"""Finds the known name closest to a mistyped one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


def nearest(name: str, known: Sequence[str]) -> str:
    """« code-formacode » gives « code-FORMACODE »; "" when nothing is close."""
    by_form = {_form(each): each for each in known}
    found = get_close_matches(_form(name)[:80], list(by_form), n=1, cutoff=0.78)
    return by_form[found[0]] if found else ""


def _form(name: str) -> str:
    return name.lower().replace("_", "-")
