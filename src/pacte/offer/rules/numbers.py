"""Numbers and codes that people type and that become addresses: no hidden sign, nothing that reads as a path. Pure."""

from __future__ import annotations

import unicodedata

# Control, format (bidi overrides, zero-width signs), surrogate, private and unassigned signs, line separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def has_hidden_sign(text: str) -> bool:
    return any(unicodedata.category(sign) in _HIDDEN for sign in text)


def reads_as_a_path(text: str) -> bool:
    """True when an address with this number would not lead to its page: « . », « .. », an empty step, a backslash."""
    return "\\" in text or any(step.strip() in ("", ".", "..") for step in text.split("/"))


def number_refusals(text: str, what: str) -> list[tuple[str, str]]:
    """Why this cannot be the number of a page: (code, French sentence) each. ``what``: « Le numéro de la commande »."""
    found = []
    if has_hidden_sign(text.strip()):
        found.append(("number_sign", f"{what} contient un signe invisible : retapez-le au clavier."))
    if text.strip() and reads_as_a_path(text.strip()):
        found.append(("number_path", f"{what} ressemble à un chemin (« .. », « // » ou « \\ ») : changez-le."))
    return found
