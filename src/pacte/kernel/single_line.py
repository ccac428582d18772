"""Free text reduced to a single line: a name, a title, a number. Pure."""

from __future__ import annotations

import unicodedata

# Control, format (bidirectional overrides, zero width), surrogate, private use; line and paragraph separators.
_REMOVED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def to_single_line(text: str) -> str:
    """Removes line breaks and invisible characters, which can split an e-mail header or display a name backwards.

    White space of any kind becomes one space, stripped at both ends.
    """
    collapsed = " ".join(text.split())
    return "".join(char for char in collapsed if unicodedata.category(char) not in _REMOVED_CATEGORIES).strip()
