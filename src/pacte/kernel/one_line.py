"""Free text that fits on one line: a name, a title, a number. Pure."""

from __future__ import annotations

import unicodedata

# Control, format (bidirectional overrides, zero width), surrogate, private use; line and paragraph separators.
_REMOVED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def one_line(text: str) -> str:
    """``text`` without line ends nor signs that nobody sees: they split a mail, or make a name read backwards.

    White space of any kind becomes one space, none at the ends.
    """
    spaced = " ".join(text.split())
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in _REMOVED).strip()
