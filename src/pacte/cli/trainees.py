"""Helpers shared by the commands on trainee files: opening a file, printing its remarks by line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pacte.kernel.errors import Invalid
from pacte.kernel.french import number, plural
from pacte.kernel.system_errors import sentence
from pacte.liaison.records import LineLevel
from pacte.liaison.services.files import LineSaid

_SHOWN = 50
_LEVELS = {LineLevel.ERROR: "à corriger", LineLevel.TO_SETTLE: "à régler", LineLevel.ADVICE: "pour information"}


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open the file. Raise ``ValidationError`` when it cannot be opened."""
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise Invalid(
            "file_unreadable", f"Le fichier « {path} » ne se lit pas.", sentence(error),
            "Vérifiez son nom et ses droits.",
        ) from error  # fmt: skip


def show_lines(lines: Iterable[LineSaid]) -> None:
    listed = list(lines)
    for line in listed[:_SHOWN]:
        column = f", {line.column}" if line.column else ""
        print(f"  ligne {line.row}{column} ({_LEVELS[line.level]}) : {line.text}")
    if len(listed) > _SHOWN:
        print(f"  … {plural(len(listed), 'ligne')} en tout.")


def counted(counts: dict[str, object]) -> str:
    """Return « 5 lignes : 3 nouvelles, 1 corrigée… »."""
    names = (
        ("new", "nouvelle", "nouvelles"),
        ("changed", "corrigée", "corrigées"),
        ("same", "déjà connue", "déjà connues"),
        ("to_settle", "à régler", "à régler"),
        ("error", "à corriger", "à corriger"),
    )
    said = [plural(int(str(counts[name])), one, many) for name, one, many in names if counts.get(name)]
    return f"{number(int(str(counts['rows'])))} lignes : {', '.join(said) or 'rien'}."
