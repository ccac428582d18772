"""Atomic file writes."""

from __future__ import annotations

import os
from pathlib import Path

from pacte.kernel.system_errors import SystemRefusal, sentence


def write_whole(path: Path, data: bytes) -> None:
    """Writes a temporary file, then renames it: a full disk leaves the old file unchanged. Raises ``SystemFailure``."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists() and not path.is_file():  # /dev/stdout
            path.write_bytes(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.write_bytes(data)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise SystemRefusal(
            "file_unwritable",
            f"« {path} » ne s’écrit pas.",
            sentence(error),
            "Donnez le nom d’un fichier dans un dossier où l’on peut écrire, avec de la place.",
        ) from error
