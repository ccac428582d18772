"""Atomic file writes."""

from __future__ import annotations

import os
from pathlib import Path

from pacte.infra.system_errors import SystemFailure, os_error_sentence


def write_atomically(path: Path, data: bytes) -> None:
    """Writes a temporary file, then renames it: a full disk leaves the old file unchanged. Raises ``SystemFailure``."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists() and not path.is_file():  # /dev/stdout
            path.write_bytes(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise SystemFailure(
            "file_unwritable",
            f"« {path} » ne s’écrit pas.",
            os_error_sentence(error),
            "Donnez le nom d’un fichier dans un dossier où l’on peut écrire, avec de la place.",
        ) from error
