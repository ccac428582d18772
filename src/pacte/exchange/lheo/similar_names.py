"""Finds the known name closest to a mistyped one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


def closest_name(name: str, known: Sequence[str]) -> str:
    """« code-formacode » gives « code-FORMACODE »; "" when nothing is close."""
    by_form = {_comparison_form(each): each for each in known}
    matches = get_close_matches(_comparison_form(name)[:80], list(by_form), n=1, cutoff=0.78)
    return by_form[matches[0]] if matches else ""


def _comparison_form(name: str) -> str:
    return name.lower().replace("_", "-")
