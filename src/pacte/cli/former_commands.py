"""Former spellings of commands: each answers with the present one, and does nothing. No Django: the help stays fast.

A kind of file that ``./pacte import`` named otherwise says so itself (``FileKind.former_names``).
"""

from __future__ import annotations

from collections.abc import Sequence

FORMER_COMMANDS = {
    ("plan", "import"): "./pacte import plan FICHIER",
    ("reference", "load"): "./pacte import reference FICHIER",
    ("check", "trainees"): "./pacte import trainees FICHIER --dry-run",
}


def present_spelling(arguments: Sequence[str]) -> str:
    """The present spelling of the command that these arguments begin with; "" when it never changed."""
    return next((present for words, present in FORMER_COMMANDS.items() if tuple(arguments[: len(words)]) == words), "")
