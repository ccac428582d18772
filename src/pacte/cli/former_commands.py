"""Former spellings of commands: each answers with the present one, and does nothing. No Django: the help stays fast.

A kind of file that ``./pacte import`` named otherwise says so itself (``FileKind.former_names``).
"""

from __future__ import annotations

from collections.abc import Sequence

FORMER_COMMANDS = {
    ("plan", "import"): "./pacte import plan FICHIER",
    ("reference", "load"): "./pacte import reference FICHIER",
    ("check", "lheo"): "./pacte import lheo FICHIER --dry-run",
    ("check", "trainees"): "./pacte import trainees FICHIER --dry-run",
}
# Options of « ./pacte import lheo » before every kind of file had the same ones.
FORMER_OPTIONS = {
    "--full": "./pacte import lheo FICHIER --option is_full",
    "--yes": "./pacte import lheo FICHIER --option is_full --agree close_NOMBRE",
    "--partner": "./pacte import lheo FICHIER --option partner=NOM",
}


def present_spelling(arguments: Sequence[str]) -> str:
    """The present spelling of the command that these arguments begin with; "" when it never changed."""
    spelling = next((each for words, each in FORMER_COMMANDS.items() if tuple(arguments[: len(words)]) == words), "")
    if spelling or tuple(arguments[:2]) != ("import", "lheo"):
        return spelling
    names = [each.partition("=")[0] for each in arguments]
    return next((each for option, each in FORMER_OPTIONS.items() if option in names), "")
