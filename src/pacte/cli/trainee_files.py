"""Helpers shared by the commands on trainee files: opening a file, printing its remarks by line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pacte.infra.system_errors import os_error_sentence
from pacte.interop.records import RowIssueLevel
from pacte.interop.services.act_files import FileRowIssue
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number, pluralise

_MAX_SHOWN = 50
_LEVELS = {
    RowIssueLevel.ERROR: "à corriger",
    RowIssueLevel.TO_SETTLE: "à régler",
    RowIssueLevel.ADVICE: "pour information",
}


@contextmanager
def open_trainee_file(path: Path) -> Iterator[IO[bytes]]:
    """Open the file. Raise ``ValidationError`` when it cannot be opened."""
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise ValidationError(
            "file_unreadable", f"Le fichier « {path} » ne se lit pas.", os_error_sentence(error),
            "Vérifiez son nom et ses droits.",
        ) from error  # fmt: skip


def print_line_remarks(lines: Iterable[FileRowIssue]) -> None:
    listed = list(lines)
    for line in listed[:_MAX_SHOWN]:
        column = f", {line.column}" if line.column else ""
        print(f"  ligne {line.row}{column} ({_LEVELS[line.level]}) : {line.text}")
    if len(listed) > _MAX_SHOWN:
        print(f"  … {pluralise(len(listed), 'ligne')} en tout.")


def counts_sentence(counts: dict[str, object]) -> str:
    """Return « 5 lignes : 3 nouvelles, 1 corrigée… »."""
    names = (
        ("new", "nouvelle", "nouvelles"),
        ("changed", "corrigée", "corrigées"),
        ("same", "déjà connue", "déjà connues"),
        ("to_settle", "à régler", "à régler"),
        ("error", "à corriger", "à corriger"),
    )
    parts = [pluralise(int(str(counts[name])), one, many) for name, one, many in names if counts.get(name)]
    return f"{format_number(int(str(counts['rows'])))} lignes : {', '.join(parts) or 'rien'}."
