"""Validation of typed numbers and codes used in URLs: no hidden character, nothing that looks like a path. Pure."""

from __future__ import annotations

import unicodedata

# Control, format (bidi overrides, zero-width), surrogate, private-use and unassigned characters, line separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def has_hidden_sign(text: str) -> bool:
    return any(unicodedata.category(sign) in _HIDDEN for sign in text)


def reads_as_a_path(text: str) -> bool:
    """Return True when a URL with this number would not reach its page: « . », « .. », empty segment, backslash."""
    return "\\" in text or any(step.strip() in ("", ".", "..") for step in text.split("/"))


def number_refusals(text: str, what: str) -> list[tuple[str, str]]:
    """Reasons to refuse a number: (code, French sentence) pairs. ``subject``: « Le numéro de la commande »."""
    found = []
    if has_hidden_sign(text.strip()):
        found.append(("number_sign", f"{what} contient un signe invisible : retapez-le au clavier."))
    if text.strip() and reads_as_a_path(text.strip()):
        found.append(("number_path", f"{what} ressemble à un chemin (« .. », « // » ou « \\ ») : changez-le."))
    return found
