"""Validation of typed numbers and codes used in URLs: no hidden character, nothing that looks like a path. Pure."""

from __future__ import annotations

import unicodedata

# Control, format (bidi overrides, zero-width), surrogate, private-use and unassigned characters, line separators.
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def has_hidden_character(text: str) -> bool:
    return any(unicodedata.category(sign) in _HIDDEN_CATEGORIES for sign in text)


def looks_like_path(text: str) -> bool:
    """Return True when a URL with this number would not reach its page: « . », « .. », empty segment, backslash."""
    return "\\" in text or any(step.strip() in ("", ".", "..") for step in text.split("/"))


def identifier_refusals(text: str, subject: str) -> list[tuple[str, str]]:
    """Reasons to refuse a number: (code, French sentence) pairs. ``subject``: « Le numéro de la commande »."""
    reasons = []
    if has_hidden_character(text.strip()):
        reasons.append(("number_sign", f"{subject} contient un signe invisible : retapez-le au clavier."))
    if text.strip() and looks_like_path(text.strip()):
        reasons.append(("number_path", f"{subject} ressemble à un chemin (« .. », « // » ou « \\ ») : changez-le."))
    return reasons
